package io.foyer.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusedNamesTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final RefusedNames names = new RefusedNames(meters, nanos::get);

    @Test
    void everyRefusedNameIsCountedAndLoggedOncePerNodeAndMinute() {
        assertThat(names.refused("n1", 3, "x")).isTrue();
        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(names.refused("n1", 1, "x")).isFalse();
        assertThat(names.refused("n2", 1, "x")).isTrue();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(names.refused("n1", 1, "x")).isTrue();
        assertThat(meters.counter("foyer.names.refused").count()).isEqualTo(6);
    }

    @Test
    void whatALogLineQuotesCannotBreakOutOfIt() {
        assertThat(RefusedNames.printable("a\"b\nc\u202ed é?")).isEqualTo("a\\u{22}b\\u{a}c\\u{202e}d é?");
        assertThat(RefusedNames.printable("x".repeat(5_000))).hasSize(300);
    }
}
