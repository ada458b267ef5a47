package io.foyer.state.redis;

import io.foyer.state.Version;

/**
 * One change as it is published: epoch, revision, id and JSON, a line each; no JSON for a removal.
 *
 * @param json the record, or empty when it was removed
 */
record Announcement(Version version, String id, String json) {
    static Announcement parse(String text) {
        int first = text.indexOf('\n');
        int second = text.indexOf('\n', first + 1);
        int third = text.indexOf('\n', second + 1);
        if (first < 0 || second < 0 || third < 0) {
            throw new IllegalArgumentException("an announcement has four lines");
        }
        long revision = Long.parseLong(text, first + 1, second, 10);
        return new Announcement(
                new Version(text.substring(0, first), revision),
                text.substring(second + 1, third),
                text.substring(third + 1));
    }

    boolean removes() {
        return json.isEmpty();
    }
}
