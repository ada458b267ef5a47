package io.foyer.state.redis;

import io.foyer.state.Table;

/** A record for tests. */
record Counter(int count, String by) {
    static final Table<Counter> WHOLE = Table.whole("counters", Counter.class);
    static final Table<Counter> BY_KEY = byKey("kept-counters");

    /** A table in which every record is a partition of its own. */
    static Table<Counter> byKey(String name) {
        return Table.grouped(name, Counter.class, id -> id);
    }
}
