package io.foyer.registry.domain.node;

import java.time.Duration;

/** What was noticed of a node that may move it on in its life. */
public sealed interface NodeSign {
    /** A sign of life: a heartbeat, or a probe that was answered. */
    record Reported(boolean draining) implements NodeSign {}

    /** Nothing was heard of it for this long. */
    record Silence(Duration length) implements NodeSign {}

    /** An operator asked it to leave. */
    record ToldToLeave() implements NodeSign {}

    /** It carries no stream. */
    record Emptied() implements NodeSign {}

    /** It signed off. */
    record Withdrawn() implements NodeSign {}
}
