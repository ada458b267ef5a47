package io.foyer.registry.it;

import static io.foyer.registry.it.Registry.get;
import static io.foyer.registry.it.Registry.soon;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasSize;

import io.foyer.contract.NodeRecord;
import io.foyer.contract.StreamRecord;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node had ends with it, wherever the replica that saw it go is interrupted. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
class DepartureIT {
    @Inject
    SharedState state;

    @AfterEach
    void reset() {
        Registry.reset();
    }

    @Test
    void streamsOfANodeThatAnotherReplicaRemovedAndDiedAreEndedHere() {
        Beat.origin("o1", "10.8.0.1")
                .streams("live/room1/alice", "live/room1/bob")
                .accepted();
        Beat.origin("o2", "10.8.0.2").streams("live/room1/carol").accepted();
        soon(() -> get("/event/list").then().body("$", hasSize(6)));

        // All that the other one came to do.
        state.store(Tables.NODES)
                .change("o1", present -> Change.remove(present.isPresent()))
                .await()
                .atMost(Duration.ofSeconds(5));

        soon(() -> get("/event/list").then().body("$", hasSize(2)));
    }

    @Test
    void aNodeIsRemovedOnlyWhenItsStreamsHaveEnded() {
        Beat.origin("o1", "10.8.0.1")
                .streams("live/room1/alice", "live/room1/bob")
                .accepted();
        soon(() -> get("/event/list").then().body("$", hasSize(4)));
        List<Integer> left = streamsLeftWhen(event -> event instanceof Replica.Event.Removed<NodeRecord>);

        given().delete("/registry/v1/nodes/o1").then().statusCode(204);

        await("removal").atMost(Duration.ofSeconds(10)).until(() -> !left.isEmpty());
        assertThat(left).containsExactly(0);
    }

    @Test
    void aRestartedNodeIsKnownAsSuchOnlyWhenItsFormerStreamsHaveEnded() {
        Beat.origin("o1", "10.8.0.1").streams("live/room1/alice").accepted();
        soon(() -> get("/event/list").then().body("$", hasSize(2)));
        long launched = 1_701_790_000_000L;
        List<Integer> left =
                streamsLeftWhen(event -> event instanceof Replica.Event.Stored<NodeRecord>(var now, var before)
                        && now.value().launchTime() == launched);

        Beat.origin("o1", "10.8.0.1").with("launchTime", launched).accepted();

        await("new process").atMost(Duration.ofSeconds(10)).until(() -> !left.isEmpty());
        assertThat(left).startsWith(0);
    }

    /** How many streams there were at each such event; both tables' changes arrive in the order they were made. */
    private List<Integer> streamsLeftWhen(Predicate<Replica.Event<NodeRecord>> what) {
        List<Integer> left = new CopyOnWriteArrayList<>();
        Replica<StreamRecord> streams = state.replica(Tables.STREAMS);
        state.replica(Tables.NODES).onChange(event -> {
            if (what.test(event)) {
                left.add((int) streams.all().stream()
                        .filter(stream -> stream.value().live())
                        .count());
            }
        });
        return left;
    }
}
