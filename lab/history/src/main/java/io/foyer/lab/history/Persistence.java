package io.foyer.lab.history;

import io.foyer.lab.redis.RedisProcess;

/** What Redis keeps on disk. Snapshots are made when the run says so, not by the clock. */
enum Persistence {
    NONE("none"),
    RDB("RDB snapshots"),
    AOF_EVERYSEC("AOF, everysec", "--appendonly", "yes", "--appendfsync", "everysec"),
    AOF_ALWAYS("AOF, always", "--appendonly", "yes", "--appendfsync", "always");

    private final String words;
    private final String[] settings;

    Persistence(String words, String... settings) {
        this.words = words;
        this.settings = settings;
    }

    RedisProcess start() {
        return RedisProcess.startWith(settings);
    }

    String words() {
        return words;
    }
}
