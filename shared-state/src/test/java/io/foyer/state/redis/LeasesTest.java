package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static io.foyer.state.redis.StoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisProcess;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long an owner counts as alive. */
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
    void a_lease_runs_until_it_ends_by_itself() {
        await(one.leases().renew("runs", LONG));
        await(one.leases().renew("ended", SHORT));

        await("end of the short lease")
                .atMost(PATIENCE)
                .until(() -> !await(two.leases().alive("ended")));
        assertThat(await(two.leases().alive("runs"))).isTrue();
    }

    @Test
    void a_released_lease_ends_at_once() {
        await(one.leases().renew("released", LONG));
        await(one.leases().release("released"));

        assertThat(await(two.leases().alive("released"))).isFalse();
    }

    @Test
    void an_owner_that_renews_after_its_end_is_alive_again() {
        await(one.leases().renew("late", SHORT));
        await("end of the lease")
                .atMost(PATIENCE)
                .until(() -> !await(two.leases().alive("late")));

        await(one.leases().renew("late", LONG));

        assertThat(await(two.leases().alive("late"))).isTrue();
    }

    @Test
    void an_owner_counts_as_living_until_two_answers_in_a_row_did_not_name_it() {
        await(one.leases().renew("runs", LONG));
        assertThat(two.leases().living("runs")).isTrue();
        assertThat(two.leases().living("never-was")).isTrue();

        await(two.leases().renew("other", LONG));
        await(two.leases().renew("other", LONG));

        assertThat(two.leases().living("runs")).isTrue();
        assertThat(two.leases().living("never-was")).isFalse();
    }
}
