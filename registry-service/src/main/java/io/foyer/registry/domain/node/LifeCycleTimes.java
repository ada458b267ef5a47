package io.foyer.registry.domain.node;

import java.time.Duration;

/**
 * How long a node may take for what.
 *
 * @param heartbeat time between two signs of life
 * @param suspectAfter silence after which it takes nothing new; three heartbeats
 * @param goneAfter time as a suspect after which it is gone
 * @param firstReport time an announced node has for its first report
 * @param drain time a leaving node has for its last streams
 * @param freeze longest time that a mass silence is taken for our own deafness
 */
public record LifeCycleTimes(
        Duration heartbeat,
        Duration suspectAfter,
        Duration goneAfter,
        Duration firstReport,
        Duration drain,
        Duration freeze) {

    /** The times of nodes.md 2.1 for this heartbeat interval. */
    public static LifeCycleTimes forHeartbeat(Duration heartbeat) {
        return new LifeCycleTimes(
                heartbeat,
                heartbeat.multipliedBy(3),
                Duration.ofSeconds(90),
                Duration.ofSeconds(150),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5));
    }
}
