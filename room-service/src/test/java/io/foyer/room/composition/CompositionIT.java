package io.foyer.room.composition;

import static io.foyer.room.testing.Lists.activeCompositions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.room.testing.Nodes;
import io.foyer.room.testing.TestClient;
import io.foyer.room.testing.Told;
import io.foyer.room.testing.VendorApi;
import io.foyer.state.Change;
import io.foyer.state.SharedState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@QuarkusTestResource(VendorApi.class)
class CompositionIT {
    VendorApi streamManager;

    @Inject
    SharedState state;

    private final String room = Nodes.newRoom();
    private final String event = room.substring(room.indexOf('/') + 1);

    @BeforeEach
    void reset() {
        streamManager.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"composing", "COMPOSING"})
    void aCompositionIsCreatedFollowedAndDestroyed(String composing) {
        TestClient wall = TestClient.greetedHost(RestAssured.port, room + "_wr");
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        TestClient stranger = TestClient.greetedHost(RestAssured.port, room + "x");

        streamManager.mixersAre("INSERVICE");
        wall.say(createComposition());
        Told first = composition(host);
        assertThat(first.text("digest")).isEqualTo("***");
        assertThat(first.first("mixers").text("mixingPage")).isEqualTo("https://h/page?room=r&smtoken=***&sm=true");
        assertThat(first.first("mixers").text("width")).isEqualTo("1280");
        wall.until(message -> message.contains("\"inservice\""));

        streamManager.mixersAre(composing);
        wall.until(message -> message.contains("\"composing\""));
        host.until(message -> message.contains("\"composing\""));

        wall.say("{'type':'destroyComposition','event':'" + event + "'}");
        wall.waitFor("{'type':'activeCompositions','room':'" + room + "_wr','list':[]}");
        wall.waitForType("activeStreams");
        host.waitFor(activeCompositions(room));
        stranger.expectNothing();
        assertThat(streamManager.has(event)).isFalse();
        assertThat(streamManager.requests)
                .filteredOn(request -> request.startsWith("POST"))
                .allMatch(request -> request.contains("\"digest\":\"secret-of-tests\""));
    }

    @Test
    void itIsNotLookedAtAnyMoreOnceItComposes() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        streamManager.mixersAre("composing");
        host.say(createComposition());
        host.until(message -> message.contains("\"composing\""));

        await("it is settled")
                .untilAsserted(() -> assertThat(state.replica(Followed.TABLE).get(event))
                        .hasValueSatisfying(followed ->
                                assertThat(followed.value().settled()).isTrue()));
    }

    @Test
    void aStreamManagerThatHangsIsGivenUpAndAskedAgain() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        // More than there are connections to it.
        for (int i = 0; i < 30; i++) {
            streamManager.hang(true);
            host.say(createComposition().replace("'event':'" + event, "'event':'" + event + i));
        }
        for (int i = 0; i < 30; i++) {
            assertThat(host.waitForType("error").text("error")).contains("cannot be reached");
        }

        streamManager.hang(false);
        host.say(createComposition());
        assertThat(composition(host).text("event")).isEqualTo(event);
    }

    @Test
    void aHugeAnswerIsNotReadToItsEnd() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        streamManager.answersAre("x".repeat(3_000_000));

        host.say(createComposition());

        assertThat(host.waitForType("error").text("error")).contains("too much");
    }

    @Test
    void whatIsNoAnswerChangesNothing() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        host.say(createComposition());
        host.until(message -> message.contains("\"pending\""));
        await("regions")
                .untilAsserted(() ->
                        assertThat(host.last("mixerRegions").names("regions")).isEqualTo(List.of("nyc3")));

        streamManager.answersAre("<html>maintenance</html>");
        assertThat(host.waitForType("error").text("error")).contains("no sense");
        streamManager.awaitRequests("GET admin", 2);
        assertThat(host.last("mixerRegions").names("regions")).isEqualTo(List.of("nyc3"));
        streamManager.answersAre("{\"event\":\"other\",\"mixers\":[{\"state\":\"composing\"}]}");
        streamManager.awaitRequests("GET composition", 3);
        streamManager.answersAre("");
        streamManager.mixersAre("inservice");

        host.until(message -> message.contains("\"inservice\""));
    }

    @Test
    void aCompositionMadeAgainIsNotTakenForTheOneBefore() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        host.say(createComposition());
        host.until(message -> message.contains("\"pending\""));
        streamManager.holdNextLook("composing");
        host.say("{'type':'destroyComposition','event':'" + event + "'}");
        host.waitForType("activeStreams");
        host.say(createComposition());
        composition(host);

        streamManager.releaseLook();
        streamManager.awaitRequests("GET composition", 3);
        streamManager.mixersAre("inservice");
        host.until(message -> message.contains("\"inservice\""));
    }

    @Test
    void aStreamManagerMayNeedAMomentToKnowWhatItMade() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        streamManager.missNextLook();
        host.say(createComposition());
        composition(host);
        streamManager.awaitRequests("GET composition", 2);
        streamManager.mixersAre("inservice");

        assertThat(host.until(message -> message.contains("\"inservice\"")))
                .noneMatch(message -> message.contains("\"error\""));
    }

    @Test
    void whatTheStreamManagerForgotIsGone() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        host.say(createComposition());
        composition(host);

        streamManager.reset();

        assertThat(host.waitForType("error").text("error")).contains("is gone");
        host.waitFor(activeCompositions(room));
    }

    @Test
    void regionsAreAskedForAgainWhenACreateFailed() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        await("regions")
                .untilAsserted(() ->
                        assertThat(host.last("mixerRegions").names("regions")).isEqualTo(List.of("nyc3")));
        streamManager.failCreate(503);
        streamManager.regionsAre("ams1");

        host.say(createComposition());

        host.waitForType("error");
        TestClient late = TestClient.host(RestAssured.port, room);
        assertThat(late.nextOfAll()).contains("mixerRegions");
    }

    @Test
    void aFailedCreateIsSaidWithoutTheToken() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        streamManager.failCreate(503);

        host.say(createComposition());

        assertThat(host.next())
                .isEqualTo("{\"type\":\"error\",\"error\":\"composition " + event
                        + ": the Stream Manager answered 503: no free mixer for ***\",\"id\":\"stream-manager\"}");
        host.say("{'type':'getActiveCompositions'}").expect(activeCompositions(room));
    }

    @Test
    void aFailedDestroyKeepsTheComposition() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        streamManager.mixersAre("composing");
        host.say(createComposition());
        host.until(message -> message.contains("\"composing\""));

        streamManager.failDestroy(500);
        host.say("{'type':'destroyComposition','event':'" + event + "'}");
        assertThat(host.waitForType("error").text("error")).contains("500");
        host.say("{'type':'getActiveCompositions'}");
        assertThat(composition(host).text("event")).isEqualTo(event);

        streamManager.failDestroy(404);
        host.say("{'type':'destroyComposition','event':'" + event + "'}");
        host.waitFor(activeCompositions(room));
    }

    @Test
    void whatDoesNotExistCannotBeDestroyed() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);

        host.say("{'type':'destroyComposition','event':'nothing'}");

        assertThat(host.waitForType("error").text("error")).contains("no composition");
    }

    @Test
    void aCompositionForAnotherConferenceIsRefused() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room + "x");

        host.say(createComposition());

        assertThat(host.waitForType("error").text("error")).contains("must be for " + room + "x");
        assertThat(streamManager.has(event)).isFalse();
    }

    @Test
    void whatTheRegistryWritesIsShown() {
        TestClient host = TestClient.greetedHost(RestAssured.port, room);
        MixerRecord mixer = new MixerRecord(
                "mixer-1",
                "m",
                "local",
                "https://h/?x=1",
                event,
                room,
                "",
                "10.0.0.4",
                "10.0.0.1",
                640,
                360,
                30,
                800,
                true,
                "pending");
        CompositionRecord record = new CompositionRecord(event, false, List.of("local"), List.of(mixer), 7);
        var store = state.store(Tables.COMPOSITIONS);

        store.change(event, present -> Change.put(record)).await().atMost(Duration.ofSeconds(5));
        assertThat(mixerOf(composition(host)).text("state")).isEqualTo("pending");
        store.change(
                        event,
                        present -> Change.put(new CompositionRecord(
                                event, false, List.of("local"), List.of(mixer.in("composing")), 7)))
                .await()
                .atMost(Duration.ofSeconds(5));
        assertThat(mixerOf(composition(host)).text("state")).isEqualTo("composing");
        assertThat(mixerOf(composition(TestClient.host(RestAssured.port, room))).is("isWebSocketConnected"))
                .isFalse();

        TestClient page = TestClient.connect(RestAssured.port, "/?room=" + room + "&mixer=true");
        host.until(message -> message.contains("\"isWebSocketConnected\":true"));
        page.close();
        host.until(message -> message.contains("\"isWebSocketConnected\":false"));
        store.change(event, present -> Change.<CompositionRecord, Void>remove(null))
                .await()
                .atMost(Duration.ofSeconds(5));
        host.waitForType("activeStreams");
    }

    private String createComposition() {
        return VendorApi.createComposition(room);
    }

    private static Told composition(TestClient client) {
        return Told.of(client.until(
                                message -> message.contains("\"activeCompositions\"") && message.contains("\"event\""))
                        .getLast())
                .first("list");
    }

    private static Told mixerOf(Told composition) {
        return composition.first("mixers");
    }
}
