package io.foyer.contract;

import java.util.Map;

/**
 * A provision as it was posted. Written by registry-service.
 *
 * @param scope {@code live/room1}
 * @param name {@code room1}
 * @param data the body as posted
 * @param updated epoch milliseconds
 */
public record ProvisionRecord(String scope, String name, Map<String, Object> data, long updated) {
    public String guid() {
        return scope + "/" + name;
    }
}
