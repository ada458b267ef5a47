package io.foyer.proxy;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Intervals and limits that a test can reach. */
public final class ShortTimes implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "foyer.proxy.publish-interval", "100ms",
                "foyer.proxy.close-grace", "500ms",
                "foyer.proxy.max-sessions-per-client", "2",
                "foyer.proxy.max-sessions", "4",
                "foyer.proxy.verify-node-certificate", "false",
                "foyer.access-token", "a-token-of-its-own",
                "foyer.mode", "secured");
    }
}
