package io.foyer.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a node is in its life. A node that is gone has no record. */
public enum NodeState {
    /** Announced, not heard of. */
    PENDING,
    /** The machine runs, the server has not reported yet. */
    RUNNING,
    /** Reported and usable. */
    INSERVICE,
    /** Silent for a while: no new lookups, but the proxy still lets clients through. */
    SUSPECT,
    /** Leaving: nothing new, what runs may finish. */
    DRAINING;

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static NodeState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
