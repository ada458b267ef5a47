package io.foyer.state.redis;

import io.foyer.state.Table;

/** A record for tests. */
record Counter(int count, String by) {
    static final Table<Counter> WHOLE = Table.whole("counters", Counter.class);
    static final Table<Counter> BY_KEY = Table.byKey("kept-counters", Counter.class);
}
