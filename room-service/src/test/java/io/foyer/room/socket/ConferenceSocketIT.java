package io.foyer.room.socket;

import static io.foyer.room.testing.Lists.active;
import static io.foyer.room.testing.Lists.activeCompositions;
import static io.foyer.room.testing.Lists.conference;
import static io.foyer.room.testing.Lists.excluded;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.Metrics;
import io.foyer.room.testing.Nodes;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.VendorApi;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.http.UpgradeRejectedException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@QuarkusTestResource(VendorApi.class)
class ConferenceSocketIT {
    VendorApi streamManager;

    private final String room = Nodes.newRoom();
    private final String waiting = room + "_wr";

    @BeforeEach
    void reset() {
        streamManager.reset();
    }

    @Test
    void aHostIsToldEverythingInOrder() {
        TestClient host = TestClient.host(port(), room);

        host.expect(active(room, ""), conference(room), activeCompositions(room));
    }

    @Test
    void knownRegionsComeFirst() {
        TestClient.host(port(), room).until(message -> message.contains("nyc3"));

        TestClient host = TestClient.host(port(), room);

        assertThat(host.nextOfAll()).isEqualTo("{\"type\":\"mixerRegions\",\"regions\":[\"nyc3\"]}");
        assertThat(host.nextOfAll()).startsWith("{\"type\":\"active\"");
    }

    @Test
    void regionsFollowWhenTheyBecomeKnownAndWhenTheyChange() {
        streamManager.failRegions(500);
        streamManager.regionsAre("ams1");
        TestClient host = TestClient.greetedHost(port(), room);

        streamManager.failRegions(0);
        host.waitFor("{'type':'mixerRegions','regions':['ams1']}");

        streamManager.regionsAre("ams1", "fra1");
        host.waitFor("{'type':'mixerRegions','regions':['ams1','fra1']}");
    }

    @Test
    void aGuestIsToldWhoIsActiveAndNothingElse() {
        TestClient guest = TestClient.connect(port(), "/?testbed=conference&room=" + room);

        guest.expect(active(room, ""));
        guest.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?", "/?testbed=conference&", "/k/some-key?", "/rooms/?presenter=1&", "/webhook?", "/index.html?"
            })
    void anyPathWillDo(String before) {
        TestClient host = TestClient.connect(
                port(),
                (before.startsWith("/") ? before : "/" + before) + "host=true&room=" + room.replace("/", "%2F"));

        host.expect(active(room, ""));
    }

    @Test
    void pagesAndHealthAreServedBesideTheSockets() {
        given().get("/").then().statusCode(200).contentType("text/html");
        given().get("/q/health/ready").then().statusCode(200).body(containsString("UP"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("foyer_room_sockets"));
        given().get("/no-such-page").then().statusCode(404);
        assertThatThrownBy(() -> TestClient.connect(port(), "/q/health?room=live/x"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?testbed=grid", "/", "/?testbed=conference", "/?testbed=other&room=live/r"})
    void whatIsNotServedIsSaidAndClosed(String uri) {
        TestClient client = TestClient.connect(port(), uri);

        assertThat(client.next()).startsWith("{\"type\":\"error\",\"error\":\"");
        assertThat(client.closeCode()).isEqualTo((short) 1008);
    }

    @Test
    void aRoomWithoutANameIsRefusedBeforeTheUpgrade() {
        assertThatThrownBy(() -> TestClient.connect(port(), "/?room=live/a%3Fb"))
                .hasRootCauseInstanceOf(UpgradeRejectedException.class)
                .hasStackTraceContaining("400");
    }

    @Test
    void promotingTellsTheConference() {
        TestClient host = TestClient.greetedHost(port(), room);
        TestClient wall = TestClient.greetedHost(port(), waiting);
        TestClient guest = TestClient.connect(port(), "/?room=" + room);
        guest.expect(active(room, ""));

        wall.say("promote", room, "alice");

        host.expect(active(room, ""), conference(room, "alice", "'alice'"));
        guest.expect(active(room, ""));
        guest.expectNothing();
        wall.expectNothing();
    }

    @Test
    void aCommandThatChangesNothingIsAnswered() {
        TestClient host = TestClient.greetedHost(port(), room);

        host.say("demote", room, "nobody");

        host.expect(active(room, ""), conference(room));
    }

    @Test
    void presenterDemoteAndOrderFollowTheRules() {
        TestClient host = TestClient.greetedHost(port(), room);
        for (String name : List.of("a", "b", "c")) {
            host.say("promote", room, name);
        }
        host.waitFor(conference(room, "a", "'a','b','c'"));

        host.say("presenter", room, "b").waitFor(conference(room, "b", "'a','b','c'"));
        host.say("presenter", room, "stranger").waitFor(conference(room, "b", "'a','b','c'"));
        host.say(order("c", 0)).waitFor(conference(room, "b", "'c','a','b'"));
        host.say(order("c", 1)).waitFor(conference(room, "b", "'a','c','b'"));
        host.say(order("a", 99)).waitFor(conference(room, "b", "'c','b','a'"));
        host.say(order("stranger", 0)).waitFor(conference(room, "b", "'c','b','a'"));
        host.say("demote", room, "b").waitFor(conference(room, "c", "'c','a'"));
        host.say("delete", room, "c").waitFor(conference(room, "a", "'a'"));
        host.say("demote", room, "a").waitFor(conference(room));
    }

    @Test
    void excludingTellsTheBanFirst() {
        TestClient host = TestClient.greetedHost(port(), room);
        host.say("promote", room, "a").waitFor(conference(room, "a", "'a'"));

        host.say("exclude", room, "a");
        host.expect(excluded(room, "'a'"), active(room, ""), conference(room));

        host.say("exclude", room, "a");
        host.expect(excluded(room, "'a'"));
        host.waitForType("conference");
        host.say("promote", room, "a").expect(active(room, ""), conference(room));
    }

    @Test
    void whatASocketPostedGoesWithIt() {
        TestClient host = TestClient.greetedHost(port(), room);
        TestClient poster = TestClient.greetedHost(port(), room);

        poster.say("post", room, "p1").say("post", room, "p2").say("post", waiting, "p3");
        host.waitFor(active(room, "'p1','p2'"));
        host.say("promote", room, "p1").waitFor(conference(room, "p1", "'p1'"));

        poster.close();
        await("what was posted is gone").untilAsserted(() -> {
            assertThat(host.last("active").names("streams")).isEmpty();
            assertThat(host.last("conference").names("streams")).isEmpty();
        });
        TestClient wall = TestClient.greetedHost(port(), waiting);
        await("the third is gone").untilAsserted(() -> {
            wall.say("demote", waiting, "x");
            assertThat(wall.waitForType("active").names("streams")).isEmpty();
        });
    }

    @Test
    void whatIsPostedAgainStaysWhenTheOldConnectionEnds() {
        TestClient host = TestClient.greetedHost(port(), room);
        TestClient before = TestClient.greetedHost(port(), room);
        before.say("post", room, "p").say("post", room, "q");
        host.waitFor(active(room, "'p','q'"));
        TestClient again = TestClient.greetedHost(port(), room);
        again.say("post", room, "p").waitForType("conference");

        before.close();

        host.waitFor(active(room, "'p'"));
        again.close();
        host.waitFor(active(room, ""));
    }

    @Test
    void whatAHostDeletesIsNotPostedAnyMore() {
        TestClient host = TestClient.greetedHost(port(), room);
        TestClient poster = TestClient.greetedHost(port(), room);
        poster.say("post", room, "p");
        host.waitFor(active(room, "'p'"));

        host.say("delete", room, "p").waitFor(active(room, ""));
    }

    @Test
    void whatANodeHasStaysWhenWhoPostedItGoes() {
        TestClient host = TestClient.greetedHost(port(), room);
        Nodes.published(room, "p");
        host.waitFor(active(room, "'p'"));
        TestClient poster = TestClient.greetedHost(port(), room);
        poster.say("post", room, "p").say("post", room, "q");
        host.waitFor(active(room, "'p','q'"));

        poster.close();

        host.waitFor(active(room, "'p'"));
        host.say("demote", room, "x");
        host.waitForType("conference");
        assertThat(host.last("active").names("streams")).containsExactly("p");
    }

    @Test
    void aScreenshareIsAnnounced() {
        TestClient host = TestClient.greetedHost(port(), room);

        host.say("post", room, "a_screenshare");

        host.expect("{'type':'active','room':'" + room
                + "','screenshareName':'a_screenshare','streams':['a_screenshare']}");
    }

    @Test
    void aBinaryFrameIsAsGoodAsText() {
        TestClient host = TestClient.greetedHost(port(), room);

        host.sayBinary("{'type':'promote','room':'" + room + "','streamName':'a'}");

        host.waitFor(conference(room, "a", "'a'"));
    }

    @Test
    void anotherConferenceIsOutOfReach() {
        TestClient host = TestClient.greetedHost(port(), room);
        TestClient other = TestClient.greetedHost(port(), room + "x");

        host.say("promote", room + "x", "a");

        host.expect("{'type':'error','error':'this connection is for " + room + " only','id':'other-room'}");
        other.expectNothing();
    }

    @Test
    void aMistakeIsAnsweredAndManyEndTheConnection() {
        TestClient host = TestClient.greetedHost(port(), room);
        TestClient other = TestClient.greetedHost(port(), room);

        host.say("{nonsense").expect("{'type':'error','error':'not JSON','id':'not-json'}");
        host.say("{'type':'dance'}").expect("{'type':'error','error':'unknown message type','id':'unknown-type'}");
        host.say("promote", room, "<b>");
        assertThat(host.next()).startsWith("{\"type\":\"error\",\"error\":\"streamName: ");

        for (int i = 0; i < 30 && !host.ended(); i++) {
            host.say("[]");
        }
        assertThat(host.closeCode()).isEqualTo((short) 1008);
        other.expectNothing();
    }

    @Test
    void aBurstOfCommandsIsWorkAndAllOfItIsDone() {
        TestClient host = TestClient.greetedHost(port(), room);
        double before = decisions();

        for (int i = 0; i < 150; i++) {
            host.say(i % 2 == 0 ? "promote" : "demote", room, "n" + i % 10);
            host.say("{'type':'getActiveStreams'}");
        }

        for (int i = 0; i < 150; i++) {
            host.waitForType("activeStreams");
        }
        await("all are carried out").until(() -> decisions() - before == 150);
        assertThat(host.ended()).isFalse();
    }

    private static double decisions() {
        return Metrics.sum(port(), name -> name.startsWith("foyer_room_commands_total{") && name.contains("mote\""));
    }

    @Test
    void aHugeMessageEndsTheConnection() {
        TestClient host = TestClient.greetedHost(port(), room);
        TestClient other = TestClient.greetedHost(port(), room);

        host.say("x".repeat(1024 * 1024));

        assertThat(host.closeCode()).isEqualTo((short) 1009);
        other.expectNothing();
    }

    @Test
    void aMessageMayComeInPieces() {
        TestClient host = TestClient.greetedHost(port(), room);

        host.sayInPieces("[", 3).expect("{'type':'error','error':'not JSON','id':'not-json'}");
    }

    @Test
    void manyPiecesAreTooMuchAsWell() {
        TestClient host = TestClient.greetedHost(port(), room);

        host.sayInPieces("x".repeat(10_000), 7);

        assertThat(host.next())
                .isEqualTo("{\"type\":\"error\",\"error\":\"a message may have 65536 bytes\",\"id\":\"too-big\"}");
        assertThat(host.closeCode()).isEqualTo((short) 1009);
    }

    private String order(String stream, int position) {
        return "{'type':'order','room':'" + room + "','streamName':'" + stream + "','order':" + position + "}";
    }

    private static int port() {
        return RestAssured.port;
    }
}
