package io.foyer.registry.event;

import io.foyer.edge.Reason;
import io.foyer.registry.config.RegistryConfig;
import io.foyer.registry.domain.selection.Wish;
import io.foyer.registry.event.Lookups.Action;
import io.foyer.registry.http.ApiException;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The query parameters of a lookup (stream-manager-api.md 2.1). */
public class LookupQuery {
    private static final int MOST_ENDPOINTS = 100;

    @QueryParam("action")
    String action;

    @QueryParam("region")
    String region;

    @QueryParam("geozone")
    String geozone;

    @QueryParam("strict")
    String strict;

    @QueryParam("endpoints")
    String endpoints;

    @QueryParam("transcode")
    String transcode;

    Action action() {
        return switch (action) {
            case "broadcast" -> Action.BROADCAST;
            case "subscribe" -> Action.SUBSCRIBE;
            case null, default ->
                throw ApiException.because(Reason.INVALID_REQUEST, "action must be broadcast or subscribe");
        };
    }

    boolean transcode() {
        return flag("transcode", transcode);
    }

    /** More than one makes the answer a list. */
    int endpoints() {
        if (isAbsent(endpoints)) {
            return 1;
        }
        try {
            int wanted = Integer.parseInt(endpoints);
            if (wanted >= 1 && wanted <= MOST_ENDPOINTS) {
                return wanted;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw ApiException.because(Reason.INVALID_REQUEST, "endpoints must be a number from 1 to " + MOST_ENDPOINTS);
    }

    Wish wish(RegistryConfig config) {
        if (!isAbsent(region) && !isAbsent(geozone)) {
            throw ApiException.because(Reason.INVALID_REQUEST, "region and geozone exclude each other");
        }
        return new Wish(regions(config.geozones()), flag("strict", strict), endpoints());
    }

    private Set<String> regions(Map<String, List<String>> geozones) {
        if (!isAbsent(geozone)) {
            // A zone nobody configured may still be the name of a region.
            return Set.copyOf(geozones.getOrDefault(geozone, List.of(geozone)));
        }
        return isAbsent(region) ? Set.of() : Set.of(region);
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case null -> false;
            case "", "false" -> false;
            case "true" -> true;
            default -> throw ApiException.because(Reason.INVALID_REQUEST, name + " must be true or false");
        };
    }

    private static boolean isAbsent(String text) {
        return text == null || text.isEmpty();
    }
}
