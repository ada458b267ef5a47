package io.foyer.room.testing;

import static io.restassured.RestAssured.given;

import io.restassured.RestAssured;
import java.util.concurrent.atomic.AtomicInteger;

/** What media nodes post. */
public final class Nodes {
    private static final AtomicInteger ROOMS = new AtomicInteger();

    private Nodes() {}

    /** A room that no other test uses. */
    public static String newRoom() {
        return "live/room" + ROOMS.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    }

    public static void published(String room, String stream) {
        webhook("stream-published", room + "/" + stream, "TYPE_ORIGIN");
    }

    public static void unpublished(String room, String stream) {
        webhook("stream-unpublished", room + "/" + stream, "TYPE_ORIGIN");
    }

    /** @param at time of the event by the node's clock, epoch milliseconds */
    public static void webhook(String event, String guid, long at) {
        webhook(RestAssured.port, event, guid, "TYPE_ORIGIN", at);
    }

    /** To the replica that listens on this port. */
    public static void webhook(int port, String event, String guid, long at) {
        webhook(port, event, guid, "TYPE_ORIGIN", at);
    }

    public static void webhook(String event, String guid, String type) {
        webhook(RestAssured.port, event, guid, type, System.currentTimeMillis());
    }

    private static void webhook(int port, String event, String guid, String type, long at) {
        given().port(port)
                .body("{\"event\":\"" + event + "\",\"guid\":\"" + guid + "\",\"clusterNodeType\":\"" + type
                        + "\",\"timestamp\":" + at + ",\"nodePublicIp\":\"10.1.1.1\"}")
                .contentType("application/json")
                .post("/webhook")
                .then()
                .statusCode(200);
    }
}
