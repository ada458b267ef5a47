package io.foyer.room.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final AtomicLong nanos = new AtomicLong(7);
    private final TokenBucket bucket = new TokenBucket(2, 10, nanos::get);

    @Test
    void soManyAtOnceAndNoMore() {
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).as("nanoseconds until the next").isEqualTo(100_000_000);
    }

    @Test
    void itFillsAgainUpToItsCapacity() {
        bucket.take();
        bucket.take();
        nanos.addAndGet(100_000_000);

        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isPositive();

        nanos.addAndGet(3_600_000_000_000L);
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isZero();
        assertThat(bucket.take()).isPositive();
    }
}
