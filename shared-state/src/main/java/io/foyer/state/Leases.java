package io.foyer.state;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * Who is still alive. A process holds a lease under its own name and keeps renewing it; what it wrote into shared records
 * carries that name. When the lease has ended, others remove what its owner left behind.
 */
public interface Leases {
    /** The name this process holds its lease under: unique for each start of a process. */
    String self();

    /** Takes or renews a lease; it ends by itself after this time. */
    Uni<Void> renew(String owner, Duration length);

    /** Gives the lease up at once. */
    Uni<Void> release(String owner);

    /** True while the lease runs. */
    Uni<Boolean> alive(String owner);

    /**
     * The same from memory, which is refreshed with each renewal of this process's own lease. An owner counts as living
     * until two answers in a row did not name it: while Redis is away, in the moments after it came back empty, and when
     * it has just started, nobody is taken for dead.
     */
    boolean living(String owner);
}
