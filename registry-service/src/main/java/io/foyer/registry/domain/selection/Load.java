package io.foyer.registry.domain.selection;

/**
 * How busy a node is, as one number: the original's weights (streams 30, connections 15, subscribers 60, memory 20),
 * each relative to what the node can take. Restreamers (35) are not reported to us and do not count.
 */
public final class Load {
    private static final double STREAMS = 30;
    private static final double CONNECTIONS = 15;
    private static final double SUBSCRIBERS = 60;
    private static final double MEMORY = 20;

    private Load() {}

    /** Zero when idle; a node at its capacity has tens. Whoever was just sent there counts as arrived. */
    public static double of(Candidate candidate) {
        double capacity = Math.max(1, candidate.node().capacity());
        // Nobody knows yet whether those on their way publish or subscribe: count them where the node's kind takes
        // them.
        boolean subscribes =
                switch (candidate.node().role()) {
                    case EDGE, RELAY -> true;
                    case ORIGIN, TRANSCODER, MIXER -> false;
                };
        int publishers = candidate.report().publishers() + (subscribes ? 0 : candidate.recent());
        int subscribers = candidate.report().subscribers() + (subscribes ? candidate.recent() : 0);
        return (STREAMS * publishers + CONNECTIONS * candidate.connections() + SUBSCRIBERS * subscribers) / capacity
                + MEMORY * memoryPressure(candidate);
    }

    /** From 0 (plenty, or not known) to 1 (at the least that a node needs). */
    private static double memoryPressure(Candidate candidate) {
        Integer free = candidate.report().freeMemoryMb();
        return free == null ? 0 : Math.min(1, (double) Rules.LEAST_FREE_MEMORY_MB / Math.max(1, free));
    }
}
