package io.foyer.lab.redis;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} a real Redis of its own: {@code @QuarkusTestResource(RedisTestResource.class)}.
 *
 * <p>A test that wants to kill it declares a field of type {@link RedisProcess}; it is filled in.
 */
public final class RedisTestResource implements QuarkusTestResourceLifecycleManager {
    private RedisProcess redis;

    @Override
    public Map<String, String> start() {
        redis = RedisProcess.start();
        return Map.of("quarkus.redis.hosts", redis.uri());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(redis, new TestInjector.MatchesType(RedisProcess.class));
    }

    @Override
    public void stop() {
        if (redis != null) {
            redis.close();
        }
    }
}
