package io.foyer.registry.it;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node that exists only by its heartbeats. Starts as an origin in region {@code local} with nothing to do. */
final class Beat {
    private final String id;
    private final Map<String, Object> body = new LinkedHashMap<>();

    private Beat(String id, String role, String address) {
        this.id = id;
        body.put("role", role);
        body.put("address", address);
        body.put("signalingPort", 5080);
        body.put("region", "local");
        body.put("group", "default");
        body.put("capacity", 100);
        body.put("launchTime", 1_701_780_000_000L);
        body.put("version", "sim");
        body.put("connections", 0);
        body.put("publishers", 0);
        body.put("subscribers", 0);
        body.put("freeMemoryMb", 512);
        body.put("cpu", 0.1);
    }

    static Beat origin(String id, String address) {
        return new Beat(id, "origin", address);
    }

    static Beat edge(String id, String address) {
        return new Beat(id, "edge", address);
    }

    static Beat mixer(String id, String address) {
        return new Beat(id, "mixer", address);
    }

    static Beat transcoder(String id, String address) {
        return new Beat(id, "transcoder", address);
    }

    Beat with(String field, Object value) {
        body.put(field, value);
        return this;
    }

    Beat without(String field) {
        body.remove(field);
        return this;
    }

    /** The complete list of its streams from now on, each as {@code scope/name}. */
    Beat streams(String... guids) {
        List<Map<String, Object>> streams = new ArrayList<>();
        for (String guid : guids) {
            int slash = guid.lastIndexOf('/');
            streams.add(Map.of(
                    "scope",
                    guid.substring(0, slash),
                    "name",
                    guid.substring(slash + 1),
                    "startTime",
                    1_701_780_001_000L,
                    "subscribers",
                    2));
        }
        return with("streams", streams);
    }

    Beat mixing(String event, String mixerName, String state) {
        return with("mixers", List.of(Map.of("event", event, "mixerName", mixerName, "state", state)));
    }

    Response send() {
        return given().contentType(ContentType.JSON).body(body).put("/registry/v1/nodes/" + id);
    }

    /** Sends it, and the registry must take it. */
    Response accepted() {
        Response response = send();
        response.then().statusCode(200);
        return response;
    }
}
