package io.foyer.lab.node.mixing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One mixer that the registry wants this node to run.
 *
 * @param path scope of the composite, for example {@code live/room1}
 * @param streamName name of the composite
 * @param destination address of the node the composite is forwarded to; empty, or {@code doForward} false: none
 */
public record MixOrder(
        String event,
        String mixerName,
        String mixingPage,
        String path,
        String streamName,
        String destination,
        boolean doForward) {
    public static final int LIMIT = 8;

    /** Identifies the mixer as long as nothing about it changes. */
    public String key() {
        return event + "\n" + mixerName;
    }

    public boolean forwards() {
        return doForward && !destination.isEmpty();
    }

    /** Those that name an event and a stream, at most {@value #LIMIT}. */
    public static List<MixOrder> list(JsonNode mixers) {
        List<MixOrder> orders = new ArrayList<>();
        for (JsonNode mixer : mixers) {
            MixOrder order = new MixOrder(
                    mixer.path("event").asText(""),
                    mixer.path("mixerName").asText(""),
                    mixer.path("mixingPage").asText(""),
                    mixer.path("path").asText(""),
                    mixer.path("streamName").asText(""),
                    mixer.path("destination").asText(""),
                    mixer.path("doForward").asBoolean(true));
            if (!order.event.isEmpty() && !order.streamName.isEmpty() && orders.size() < LIMIT) {
                orders.add(order);
            }
        }
        return orders;
    }
}
