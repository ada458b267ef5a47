package io.foyer.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long it takes from the host's {@code promote} until the participant's {@code joinGroup} is at the node. */
public final class PromoteToJoin {

    private static final Path FILE = Path.of("target", "promote-to-joingroup.txt");

    private final List<Long> millis = new ArrayList<>();

    /** Both in milliseconds of this machine's clock. */
    public void add(long promoted, long joined) {
        if (joined < promoted) {
            throw new AssertionError(
                    "joinGroup reached the node " + (promoted - joined) + " ms before it was promoted");
        }
        millis.add(joined - promoted);
    }

    public int count() {
        return millis.size();
    }

    /** Prints the median and keeps it in {@code target/}. Nothing is asserted about it: machines differ. */
    public void report() {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        int n = sorted.size();
        long p50 = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
        String line = "promote -> joinGroup p50 = " + p50 + " ms (n=" + n + ")";
        System.out.println(line);
        try {
            Files.writeString(FILE, line + "\nall, in ms: " + millis + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
