package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.state.LatestValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that are shared loosely. */
class LatestValuesTest {
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
    void a_value_is_seen_here_at_once_and_elsewhere_soon() {
        LatestValues<Counter> here = one.latest("load", Counter.class);
        LatestValues<Counter> there = two.latest("load", Counter.class);

        here.put("node", new Counter(1, "a"));

        assertThat(here.get("node")).contains(new Counter(1, "a"));
        await("value elsewhere").atMost(PATIENCE).until(() -> there.get("node")
                .filter(new Counter(1, "a")::equals)
                .isPresent());
    }

    @Test
    void a_removal_is_seen_elsewhere() {
        LatestValues<Counter> here = one.latest("load", Counter.class);
        LatestValues<Counter> there = two.latest("load", Counter.class);
        here.put("node", new Counter(1, "a"));
        await("value elsewhere").atMost(PATIENCE).until(() -> there.get("node").isPresent());

        here.remove("node");

        await("removal elsewhere").atMost(PATIENCE).until(() -> there.all().isEmpty());
    }

    @Test
    void while_redis_is_away_values_stay_and_are_sent_afterwards() {
        LatestValues<Counter> here = one.latest("load", Counter.class);
        LatestValues<Counter> there = two.latest("load", Counter.class);
        redis.kill();

        here.put("node", new Counter(2, "a"));
        assertThat(here.get("node")).contains(new Counter(2, "a"));
        redis.restart();

        await("value elsewhere").atMost(PATIENCE).until(() -> there.get("node").isPresent());
    }
}
