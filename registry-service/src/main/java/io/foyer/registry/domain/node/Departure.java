package io.foyer.registry.domain.node;

import java.util.Locale;

/** Why a node is gone; also the value of the metric's and the log line's {@code cause}. */
public enum Departure {
    /** It said so itself, or an operator removed it. */
    WITHDRAWN,
    /** Nothing was heard of it for too long. */
    SILENT,
    /** Announced, but its first report never came. */
    NEVER_REPORTED,
    /** It was leaving and its last stream ended. */
    DRAINED,
    /** It was leaving and took longer than it may. */
    DRAIN_TIMEOUT,
    /** Another node reports with its address. */
    REPLACED,
    /** No configuration names it any more. */
    UNLISTED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
