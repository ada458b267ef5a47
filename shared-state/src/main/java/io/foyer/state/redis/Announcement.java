package io.foyer.state.redis;

import io.foyer.state.Version;

/**
 * One change as it is published: epoch, revision, time, id and JSON, a line each; no JSON for a removal.
 *
 * @param publishedAt epoch milliseconds by the clock of Redis
 * @param json the record, or empty when it was removed
 */
record Announcement(Version version, long publishedAt, String id, String json) {
    static Announcement parse(String text) {
        String[] lines = text.split("\n", 5);
        if (lines.length != 5) {
            throw new IllegalArgumentException("an announcement has five lines");
        }
        return new Announcement(
                new Version(lines[0], Long.parseLong(lines[1])), Long.parseLong(lines[2]), lines[3], lines[4]);
    }

    boolean removes() {
        return json.isEmpty();
    }
}
