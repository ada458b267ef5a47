package io.foyer.lab.node.faults;

import java.util.EnumSet;
import java.util.Set;

/** The faults in force, changed at run time by {@code POST /simulator/faults}. */
public final class Faults {
    private volatile State state;

    /** @param delayMillis by how much {@link Fault#SLOW} delays each message */
    public Faults(Set<Fault> active, long delayMillis) {
        set(active, delayMillis);
    }

    public boolean active(Fault fault) {
        return state.active.contains(fault);
    }

    public Set<Fault> active() {
        return state.active;
    }

    /** Milliseconds before each message of the node; 0 unless {@link Fault#SLOW} is active. */
    public long messageDelayMillis() {
        State now = state;
        return now.active.contains(Fault.SLOW) ? now.delayMillis : 0;
    }

    public long delayMillis() {
        return state.delayMillis;
    }

    public void set(Set<Fault> active, long delayMillis) {
        Set<Fault> copy = EnumSet.noneOf(Fault.class);
        copy.addAll(active);
        state = new State(Set.copyOf(copy), delayMillis);
    }

    private record State(Set<Fault> active, long delayMillis) {}
}
