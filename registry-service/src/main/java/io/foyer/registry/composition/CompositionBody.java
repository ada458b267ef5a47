package io.foyer.registry.composition;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.edge.Reason;
import io.foyer.registry.domain.composition.CompositionOrder;
import io.foyer.registry.domain.composition.CompositionOrder.MixerOrder;
import io.foyer.registry.http.ApiException;
import io.foyer.registry.http.JsonFields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** A composition on the wire (stream-manager-api.md 4.1). */
record CompositionBody(
        String event, boolean transcodeComposition, String digest, List<String> location, List<MixerRecord> mixers) {
    private static final int LONGEST_PAGE = 4_096;

    /** @param digest the token of whoever asks: it is sent back, not stored */
    static CompositionBody of(CompositionRecord composition, String digest) {
        return new CompositionBody(
                composition.event(),
                composition.transcodeComposition(),
                digest,
                composition.location(),
                composition.mixers());
    }

    static CompositionOrder read(JsonFields fields) {
        CompositionOrder order = new CompositionOrder(
                fields.scope("event").text(),
                fields.bool("transcodeComposition", false),
                fields.texts("location", 1).orElse(List.of()),
                fields.objects("mixers", CompositionOrder.MOST_MIXERS, CompositionBody::mixer)
                        .orElseThrow(() -> fields.wrong("mixers", "is missing")));
        order.complaint().ifPresent(complaint -> {
            throw ApiException.because(Reason.INVALID_REQUEST, complaint);
        });
        return order;
    }

    private static MixerOrder mixer(JsonFields fields) {
        String page = fields.optionalText("mixingPage", LONGEST_PAGE)
                .orElseThrow(() -> fields.wrong("mixingPage", "is missing"));
        if (!isWebPage(page)) {
            throw fields.wrong("mixingPage", "must be an http or https address");
        }
        return new MixerOrder(
                fields.text("mixerName", name -> !name.isEmpty(), "must not be empty"),
                page,
                fields.scope("streamName").text(),
                fields.scope("path").text(),
                (int) fields.number("width", 16, 16_384),
                (int) fields.number("height", 16, 16_384),
                (int) fields.number("framerate", 1, 240),
                (int) fields.number("bitrate", 1, 1_000_000),
                fields.bool("doForward", true),
                fields.text("destinationMixerName", ""));
    }

    /** Lenient about what comes after the host: pages put unencoded texts into the query. */
    private static boolean isWebPage(String page) {
        int query = page.indexOf('?');
        try {
            URI uri = new URI(query < 0 ? page : page.substring(0, query));
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
