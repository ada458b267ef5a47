package io.foyer.room.socket;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Every connection of this replica, and whether it still takes new ones. They stand around one wheel, which turns once per ping
 * interval and gives each its tick as it passes.
 */
@ApplicationScoped
public class OpenSockets {
    private static final Logger LOG = Logger.getLogger(OpenSockets.class);
    private static final int SLOTS = 64;

    /** Heap of an idle connection, measured with 10,000 of them (docs/performance.md), rounded up. */
    private static final int HEAP_BYTES = 20_000;

    private final List<Set<ClientSocket>> wheel = Stream.<Set<ClientSocket>>generate(ConcurrentHashMap::newKeySet)
            .limit(SLOTS)
            .toList();
    private final AtomicInteger size = new AtomicInteger();
    private final SocketConfig config;
    private final Vertx vertx;
    private final int max;
    private volatile boolean draining;
    private long turns;

    public OpenSockets(SocketConfig config, Vertx vertx, MeterRegistry metrics) {
        this.config = config;
        this.vertx = vertx;
        this.max = config.max().orElseGet(() -> max(config.maxBytes()));
        Gauge.builder("foyer.room.sockets", size, AtomicInteger::get).register(metrics);
        Gauge.builder("foyer.room.sockets.max", () -> max).register(metrics);
    }

    /** As many as half of the heap holds, with half of the direct memory for a message of each that is not complete. */
    private static int max(int maxBytes) {
        long byHeap = Runtime.getRuntime().maxMemory() / 2 / HEAP_BYTES;
        long byDirect = PlatformDependent.maxDirectMemory() / 2 / maxBytes;
        return (int) Math.min(Math.min(byHeap, byDirect), Integer.MAX_VALUE);
    }

    void start(@Observes StartupEvent event) {
        LOG.infof("sockets max=%d", max);
        long period = Math.max(1, config.ping().toMillis() / SLOTS);
        turns = turn(period);
        vertx.setPeriodic(period, ignored -> turnTo(turn(period)));
    }

    private static long turn(long periodMillis) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) / periodMillis;
    }

    /** After a long pause of the process each socket gets one tick, not all it missed: it could not have answered them. */
    private void turnTo(long turn) {
        for (turns = Math.max(turns, turn - SLOTS); turns < turn; turns++) {
            wheel.get(Math.floorMod(turns, SLOTS))
                    .forEach(socket -> socket.loop().execute(socket::tick));
        }
    }

    boolean full() {
        return size.get() >= max;
    }

    /** True since this replica began to stop. */
    public boolean draining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    void add(ClientSocket socket) {
        if (slot(socket).add(socket)) {
            size.incrementAndGet();
        }
    }

    void remove(ClientSocket socket) {
        if (slot(socket).remove(socket)) {
            size.decrementAndGet();
        }
    }

    private Set<ClientSocket> slot(ClientSocket socket) {
        return wheel.get(Math.floorMod(socket.id().hashCode(), SLOTS));
    }

    Collection<ClientSocket> all() {
        return wheel.stream().flatMap(Set::stream).toList();
    }
}
