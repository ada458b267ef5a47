package io.foyer.state;

import java.util.Optional;

/**
 * What came of a decision, and the record as it is then.
 *
 * @param record as it was written, or as it was found when nothing had to be written; empty when there is none
 */
public record Stored<T, R>(R result, Optional<Snapshot<T>> record) {}
