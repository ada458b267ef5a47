package io.foyer.state.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the shared state talks to Redis. Where Redis is, is said in {@code quarkus.redis.hosts}. */
@ConfigMapping(prefix = "foyer.state")
public interface StateConfig {
    /** First part of every Redis key and channel; lets several installations share one Redis. */
    @WithDefault("foyer")
    String prefix();

    /** Longest wait for the answer to one Redis command. After it a write counts as unknown. */
    @WithDefault("2s")
    Duration commandTimeout();

    /** How often a process sends itself a message through Redis, to prove that its change channel is alive. */
    @WithDefault("1s")
    Duration pulse();

    /** Silence after which the change channel is given up and opened anew; at least twice the pulse. */
    @WithDefault("4s")
    Duration silence();

    /** How often a replica compares its revisions with the store, to find messages that were lost. */
    @WithDefault("10s")
    Duration compare();

    /** Longest pause between attempts to reach Redis; the first is a twentieth of it. */
    @WithDefault("2s")
    Duration reconnect();

    /** How long the revision of an empty partition is remembered, so that its revisions do not start again. */
    @WithDefault("1d")
    Duration emptyRetention();

    /** Length of this process's own lease; it is renewed three times as often. */
    @WithDefault("15s")
    Duration lease();

    /** How often values that change often are sent; only what changed since. */
    @WithDefault("1s")
    Duration latestInterval();

    /** How often a process finds out whether it missed a batch of such values. */
    @WithDefault("1m")
    Duration latestCompare();

    /** Maximum of changes waiting for one record here; more are refused as busy. */
    @WithDefault("10000")
    int maxWaitingPerRecord();

    /** Maximum of changes waiting here in all; more are refused as busy. */
    @WithDefault("50000")
    int maxWaiting();
}
