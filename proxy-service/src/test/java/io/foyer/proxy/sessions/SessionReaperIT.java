package io.foyer.proxy.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.contract.SessionRecord;
import io.foyer.contract.Tables;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.ShortTimes;
import io.foyer.proxy.config.ProxyConfig;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two proxies on one Redis, one of which is, or seems to be, dead. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(ShortTimes.class)
class SessionReaperIT {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(1);

    @Inject
    SharedState state;

    @Inject
    ProxyConfig config;

    @Inject
    SessionReaper survivor;

    private SecondReplica other;
    private SecondReplica third;

    @BeforeEach
    void replicas() {
        other = new SecondReplica(state, config);
        third = new SecondReplica(state, config);
    }

    private boolean stored(String id) {
        return state.store(Tables.SESSIONS)
                .read(id)
                .await()
                .atMost(SecondReplica.TIMEOUT)
                .isPresent();
    }

    private boolean seen(String id) {
        return state.replica(Tables.SESSIONS).get(id).isPresent();
    }

    private void isPublished(SecondReplica replica, String id) {
        await("the session is published").until(() -> {
            replica.ledger.round();
            return stored(id) && seen(id);
        });
    }

    @Test
    void theSessionsOfADeadProxyAreTakenOutOnce() {
        List<String> removed = new CopyOnWriteArrayList<>();
        state.replica(Tables.SESSIONS).onChange(change -> {
            if (change instanceof Replica.Event.Removed<SessionRecord>(String id, SessionRecord before)
                    && before.owner().equals(other.name)) {
                removed.add(id);
            }
        });
        other.holdsItsLease(LONG);
        other.session("a1");
        other.session("a2");
        isPublished(other, "a1");
        isPublished(other, "a2");
        third.holdsItsLease(LONG);
        third.session("c1");
        isPublished(third, "c1");

        other.holdsItsLease(SHORT);
        await("its lease ends").until(() -> !other.holdsItsLease());
        await("its sessions are taken out").until(() -> {
            survivor.reap();
            third.reaper.reap();
            return !stored("a1") && !stored("a2") && removed.size() >= 2;
        });
        survivor.reap();
        third.reaper.reap();
        assertThat(stored("c1")).as("the third one lives").isTrue();
        assertThat(removed).containsExactlyInAnyOrder("a1", "a2");
    }

    @Test
    void theSessionsOfALivingProxyStay() {
        other.holdsItsLease(LONG);
        other.session("b1");
        isPublished(other, "b1");
        third.holdsItsLease(SHORT);
        third.session("b2");
        isPublished(third, "b2");
        await("what is dead is taken out, as a sign that it was looked").until(() -> {
            survivor.reap();
            return !stored("b2");
        });
        assertThat(stored("b1")).isTrue();
    }

    @Test
    void aProxyThatWasOnlyThoughtDeadMakesItsSessionsKnownAgain() {
        other.holdsItsLease(SHORT);
        other.session("d1");
        isPublished(other, "d1");
        await("the session is taken out").until(() -> {
            survivor.reap();
            return !stored("d1") && !seen("d1");
        });

        other.holdsItsLease(LONG);
        isPublished(other, "d1");
        survivor.reap();
        assertThat(other.sessions.find("d1")).isPresent();
        assertThat(stored("d1")).isTrue();
    }

    @Test
    void whatAProxyLeftInTheTableUnderItsNameIsWithdrawnByItself() {
        other.holdsItsLease(LONG);
        SessionRecord leftOver = other.ledger.record(third.session("e1"));
        state.store(Tables.SESSIONS)
                .change("e1", present -> Change.put(leftOver))
                .await()
                .atMost(SecondReplica.TIMEOUT);
        await("the left-over is seen").until(() -> seen("e1"));
        await("the session is withdrawn").until(() -> {
            other.ledger.round();
            return !stored("e1");
        });
    }
}
