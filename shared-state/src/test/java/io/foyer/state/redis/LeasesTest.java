package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static io.foyer.state.redis.StoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long an owner counts as alive, and who reaps it. */
class LeasesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private RedisProcess redis;
    private StateProcess one;
    private StateProcess two;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        one = StateProcess.start(redis.uri());
        two = StateProcess.start(redis.uri());
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void a_process_holds_its_own_lease_from_its_start() {
        String self = one.leases().self();

        await("lease of the first process")
                .atMost(PATIENCE)
                .until(() -> await(two.leases().alive(self)));
    }

    @Test
    void a_process_that_found_no_Redis_is_ready_only_when_it_has_its_lease_and_the_time() {
        redis.kill();
        try (StateProcess late = StateProcess.start(redis.uri())) {
            late.replica(Counter.WHOLE).watchAll().subscribe().with(loaded -> {});
            redis.restart();
            await("loaded").atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(late.state::loadedOnce);

            assertThat(await(late.leases().alive(late.leases().self()))).isTrue();
        }
    }

    @Test
    void a_running_lease_is_not_given_to_a_reaper() {
        await(one.leases().renew("runs", LONG));

        assertThat(await(two.leases().claimEnded(LONG))).doesNotContain("runs");
        assertThat(await(two.leases().alive("runs"))).isTrue();
    }

    @Test
    void an_ended_lease_is_given_to_one_reaper() {
        await(one.leases().renew("ended", SHORT));
        await("end of the lease")
                .atMost(PATIENCE)
                .until(() -> !await(one.leases().alive("ended")));

        List<String> first = await(one.leases().claimEnded(LONG));
        List<String> second = await(two.leases().claimEnded(LONG));

        assertThat(first).containsExactly("ended");
        assertThat(second).isEmpty();
    }

    @Test
    void a_claim_that_was_not_finished_in_time_is_given_out_again() {
        await(one.leases().renew("abandoned", SHORT));
        await("first claim").atMost(PATIENCE).until(() -> await(one.leases().claimEnded(SHORT))
                .contains("abandoned"));

        await("second claim").atMost(PATIENCE).until(() -> await(two.leases().claimEnded(LONG))
                .contains("abandoned"));
    }

    @Test
    void a_released_lease_leaves_nothing_to_reap() {
        await(one.leases().renew("released", SHORT));
        await(one.leases().release("released"));

        assertThat(await(two.leases().alive("released"))).isFalse();
        assertThat(await(two.leases().claimEnded(LONG))).isEmpty();
    }

    @Test
    void an_owner_that_renews_after_its_end_is_alive_again() {
        await(one.leases().renew("late", SHORT));
        await("claim").atMost(PATIENCE).until(() -> await(two.leases().claimEnded(LONG))
                .contains("late"));

        await(one.leases().renew("late", LONG));

        assertThat(await(two.leases().alive("late"))).isTrue();
        assertThat(await(two.leases().claimEnded(LONG))).isEmpty();
    }
}
