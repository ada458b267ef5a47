package io.foyer.state.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What an operator can see of the shared state, as {@code foyer.state.*}. */
final class StateMetrics {
    private final MeterRegistry registry;
    private final Timer lag;

    StateMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.lag = Timer.builder("foyer.state.feed.lag")
                .description("From a change in Redis to its arrival here")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    void channel(BooleanSupplier alive) {
        Gauge.builder("foyer.state.channel", () -> alive.getAsBoolean() ? 1 : 0)
                .description("1 while the change channel is alive")
                .register(registry);
    }

    void entries(String table, IntSupplier entries) {
        Gauge.builder("foyer.state.entries", entries::getAsInt)
                .description("Records cached here")
                .tag("table", table)
                .register(registry);
    }

    void lag(long millis) {
        lag.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    /** What is counted for each table. */
    record OfTable(Counter conflicts, Counter retries, Counter restored, DistributionSummary batches) {}

    OfTable table(String table) {
        return new OfTable(
                counter("foyer.state.conflicts", table, "Writes that another process was faster than"),
                counter("foyer.state.retries", table, "Loads of a partition that failed and were repeated"),
                counter("foyer.state.restored", table, "Records written again because Redis had lost them"),
                DistributionSummary.builder("foyer.state.batch")
                        .description("Decisions that were written together")
                        .tag("table", table)
                        .publishPercentiles(0.5, 0.99)
                        .register(registry));
    }

    private Counter counter(String name, String table, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("table", table)
                .register(registry);
    }
}
