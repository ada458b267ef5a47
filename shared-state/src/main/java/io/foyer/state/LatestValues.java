package io.foyer.state;

import java.util.Map;
import java.util.Optional;

/**
 * Shared values that change often and matter little (load reports): the last one written wins, there are no revisions and
 * no announcements. Writes are gathered and sent together every so often; reads are from a copy that is refreshed as often.
 */
public interface LatestValues<T> {
    /** Replaces the value; other processes see it about two refresh intervals later, this one at once. */
    void put(String id, T value);

    void remove(String id);

    Optional<T> get(String id);

    Map<String, T> all();
}
