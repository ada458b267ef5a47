package io.foyer.registry.node;

import io.foyer.contract.NodeRole;
import io.foyer.edge.Reason;
import io.foyer.name.Guid;
import io.foyer.registry.domain.node.NodeHeartbeat;
import io.foyer.registry.domain.node.NodeHeartbeat.ReportedMixer;
import io.foyer.registry.domain.node.NodeHeartbeat.ReportedStream;
import io.foyer.registry.domain.node.NodeReport;
import io.foyer.registry.domain.node.NodeText;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.JsonFields;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and checks the body of a heartbeat. */
final class HeartbeatJson {
    private static final int MOST_STREAMS = 20_000;
    private static final int MOST_MIXERS = 64;
    private static final int MOST_PROVISIONS = 20_000;
    private static final Set<String> ROLES = Set.of("origin", "edge", "relay", "transcoder", "mixer");
    private static final Set<String> MIXER_STATES = Set.of("pending", "inservice", "composing");

    private HeartbeatJson() {}

    /** @param warnings takes what is left out because it is not valid */
    static NodeHeartbeat parse(String id, byte[] body, long now, HeartbeatWarnings warnings) {
        checkId(id);
        JsonFields fields = JsonFields.parse(body);
        Optional<List<ReportedStream>> streams =
                fields.objects("streams", MOST_STREAMS, at -> stream(at, now), warnings::leftOut);
        long launchTime = fields.number("launchTime", 1, Long.MAX_VALUE);
        return new NodeHeartbeat(
                id,
                NodeRole.of(fields.text(
                        "role",
                        ROLES::contains,
                        "must be one of " + ROLES.stream().sorted().toList())),
                fields.text("address", NodeText::isAddress, "is not a host name or address"),
                fields.has("privateAddress")
                        ? fields.text("privateAddress", NodeText::isAddress, "is not a host name or address")
                        : null,
                (int) fields.number("signalingPort", 1, 65535, 5080),
                fields.bool("secure", false),
                word(fields, "region"),
                word(fields, "group"),
                (int) fields.number("capacity", 1, 1_000_000, 100),
                launchTime,
                fields.text("version", (String) null),
                fields.bool("draining", false),
                report(fields, launchTime, streams.orElse(List.of()), now),
                streams,
                fields.objects("mixers", MOST_MIXERS, HeartbeatJson::mixer, warnings::leftOut),
                fields.guids("provisions", MOST_PROVISIONS, warnings::leftOut)
                        .map(guids -> guids.stream().map(Guid::toString).collect(Collectors.toUnmodifiableSet())));
    }

    static void checkId(String id) {
        if (!NodeText.isId(id)) {
            throw ApiException.because(Reason.INVALID_REQUEST, "id is not a valid node id");
        }
    }

    private static String word(JsonFields fields, String field) {
        return fields.has(field)
                ? fields.text(field, NodeText::isWord, "has characters that are not allowed")
                : "default";
    }

    private static NodeReport report(JsonFields fields, long launchTime, List<ReportedStream> streams, long now) {
        Map<String, Integer> subscribers = new HashMap<>();
        for (ReportedStream stream : streams) {
            if (stream.subscribers() > 0) {
                subscribers.put(stream.guid(), stream.subscribers());
            }
        }
        return new NodeReport(
                now,
                launchTime,
                count(fields, "connections"),
                count(fields, "publishers"),
                count(fields, "subscribers"),
                fields.has("freeMemoryMb") ? (int) fields.number("freeMemoryMb", 0, Integer.MAX_VALUE) : null,
                fields.decimal("cpu", 0, 1_000).orElse(null),
                subscribers);
    }

    private static int count(JsonFields fields, String field) {
        return (int) fields.number(field, 0, Integer.MAX_VALUE, 0);
    }

    private static ReportedStream stream(JsonFields fields, long now) {
        return new ReportedStream(
                fields.scope("scope").text(),
                fields.name("name"),
                fields.number("startTime", 0, Long.MAX_VALUE, now),
                count(fields, "subscribers"));
    }

    private static ReportedMixer mixer(JsonFields fields) {
        String state = fields.text("state").toLowerCase(Locale.ROOT);
        if (!MIXER_STATES.contains(state)) {
            throw fields.wrong(
                    "state", "must be one of " + MIXER_STATES.stream().sorted().toList());
        }
        return new ReportedMixer(fields.scope("event").text(), fields.text("mixerName"), state);
    }
}
