package io.foyer.state.redis;

import io.foyer.state.Version;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The epochs a partition had before it was lost, and up to which revision each lives on in the present one. Who held an
 * epoch up to there has nothing to add any more.
 *
 * @param reached revision by epoch, in order of age
 */
record Lineage(Map<String, Long> reached) {
    static final Lineage NONE = new Lineage(Map.of());

    /** A replica that slept through more losses than this adds what it held once more. */
    private static final int LONGEST = 16;

    /** True when everything up to this version lives on. */
    boolean covers(Version version) {
        return revisionOf(version.epoch()) >= version.revision();
    }

    /** Up to where this epoch lives on; -1 when it does not. */
    long revisionOf(String epoch) {
        return reached.getOrDefault(epoch, -1L);
    }

    Lineage plus(Lineage other) {
        Lineage sum = this;
        for (Map.Entry<String, Long> entry : other.reached.entrySet()) {
            sum = sum.plus(new Version(entry.getKey(), entry.getValue()));
        }
        return sum;
    }

    Lineage plus(Version version) {
        Map<String, Long> sum = new LinkedHashMap<>(reached);
        sum.merge(version.epoch(), version.revision(), Math::max);
        while (sum.size() > LONGEST) {
            sum.remove(sum.keySet().iterator().next());
        }
        return new Lineage(sum);
    }

    /** As it is stored: {@code epoch:revision}, separated by blanks. */
    String text() {
        return reached.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    /** @param text as stored, or null */
    static Lineage parse(String text) {
        if (text == null || text.isEmpty()) {
            return NONE;
        }
        Map<String, Long> reached = new LinkedHashMap<>();
        Arrays.stream(text.split(" ")).forEach(entry -> {
            int colon = entry.lastIndexOf(':');
            reached.put(entry.substring(0, colon), Long.parseLong(entry, colon + 1, entry.length(), 10));
        });
        return new Lineage(reached);
    }
}
