package io.foyer.lab.history;

import io.foyer.lab.history.Client.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * What hosts commanded and what became of it. Names are used by one host only, so the commands about a name have an order, and
 * the last one that was acknowledged decides what must be seen in the end.
 */
final class History {
    enum Verb {
        EXCLUDE,
        READMIT,
        PROMOTE,
        DEMOTE;

        /** Whether the name is in the list after the command. */
        boolean puts() {
            return this == EXCLUDE || this == PROMOTE;
        }

        /** Whether it is about the excluded names; else about the conference. */
        boolean bars() {
            return this == EXCLUDE || this == READMIT;
        }

        boolean isSeenIn(Shown shown, String name) {
            return (bars() ? shown.excluded() : shown.conference()).contains(name) == puts();
        }
    }

    /** @param host who sends it; host n begins at replica n */
    record Command(int host, Verb verb, String name) {}

    /** @param at when its sender was shown the result, nanoseconds; empty when it was not */
    record Entry(Command command, Optional<Long> at, int replica, String note) {
        @Override
        public String toString() {
            return "host " + command.host + ": " + command.verb.name().toLowerCase(Locale.ROOT) + " "
                    + command.name + " at replica " + replica + ": "
                    + at.map(time -> "acknowledged at " + Duration.ofNanos(time).toMillis() + " ms")
                            .orElse(note);
        }
    }

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final long began = System.nanoTime();

    /** Hosts take turns; a name is excluded or promoted, and about each third of them that is taken back later. */
    static List<Command> write(long seed, int hosts, int perHost) {
        Random random = new Random(seed);
        List<Command> commands = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            List<Command> done = new ArrayList<>();
            for (int i = 0; i < perHost; i++) {
                if (random.nextInt(3) == 0 && !done.isEmpty()) {
                    Command earlier = done.remove(random.nextInt(done.size()));
                    Verb verb = earlier.verb == Verb.EXCLUDE ? Verb.READMIT : Verb.DEMOTE;
                    commands.add(new Command(host, verb, earlier.name));
                } else {
                    Verb verb = random.nextBoolean() ? Verb.EXCLUDE : Verb.PROMOTE;
                    Command command = new Command(host, verb, "h" + host + "n" + i);
                    done.add(command);
                    commands.add(command);
                }
            }
        }
        return List.copyOf(commands);
    }

    long now() {
        return System.nanoTime() - began;
    }

    void acknowledged(Command command, int replica) {
        entries.add(new Entry(command, Optional.of(now()), replica, ""));
    }

    /** It may or may not have been carried out. */
    void unknown(Command command, int replica, String note) {
        entries.add(new Entry(command, Optional.empty(), replica, note));
    }

    int size() {
        return entries.size();
    }

    /** What is not as it was decided, with all that was decided about it. */
    Optional<String> missing(Shown shown, Predicate<Entry> mayBeLost) {
        List<String> names = entries.stream()
                .map(entry -> entry.command.name)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        for (String name : names) {
            List<Entry> about = entries.stream()
                    .filter(entry -> entry.command.name.equals(name))
                    .toList();
            if (!isAllowed(about, shown, mayBeLost)) {
                return Optional.of(name + " is not as it was decided; excluded " + shown.excluded() + ", conference "
                        + shown.conference() + "; decided:\n  "
                        + String.join(
                                "\n  ", about.stream().map(Entry::toString).toList()));
            }
        }
        return Optional.empty();
    }

    private static boolean isAllowed(List<Entry> about, Shown shown, Predicate<Entry> mayBeLost) {
        for (Entry entry : about.reversed()) {
            if (entry.command.verb.isSeenIn(shown, entry.command.name)) {
                return true;
            }
            if (entry.at.isPresent() && !mayBeLost.test(entry)) {
                return false;
            }
        }
        // All may be lost, or none was certain: what is seen is the state before the first command.
        return true;
    }

    String text() {
        return String.join("\n  ", entries.stream().map(Entry::toString).toList());
    }
}
