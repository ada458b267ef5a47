package io.foyer.lab.node.media;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Engines, made when needed and used again; never more than a stated number. */
public final class EnginePool {
    private final int limit;
    private final Deque<Engine> idle = new ArrayDeque<>();
    private int made;

    public EnginePool(int limit) {
        this.limit = limit;
    }

    synchronized Optional<Engine> take() {
        Engine engine = idle.poll();
        if (engine == null && made < limit) {
            engine = new Engine();
            made++;
        }
        return Optional.ofNullable(engine);
    }

    /** Loads the native library before the first peer needs it; takes some tenths of a second. */
    public synchronized void warmUp() {
        if (made == 0) {
            idle.add(new Engine());
            made++;
        }
    }

    synchronized void giveBack(Engine engine) {
        idle.add(engine);
    }

    public synchronized int made() {
        return made;
    }
}
