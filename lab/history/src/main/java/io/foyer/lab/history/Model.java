package io.foyer.lab.history;

import io.foyer.lab.history.Client.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a conference room and its waiting room are, said once more in the fewest words: decisions, facts, and the views that
 * follow from them. Times are epoch milliseconds and passed in.
 */
final class Model {
    private final long seatGrace;

    // Decisions. The end of an exclusion is Long.MAX_VALUE if it has none.
    private final Map<String, Long> excluded = new LinkedHashMap<>();
    private final Map<String, Long> excludedWaiting = new LinkedHashMap<>();
    private final List<String> promoted = new ArrayList<>();
    private String chosen = "";

    // Facts: name to start.
    private final Map<String, Long> live = new HashMap<>();
    private final Map<String, Long> liveWaiting = new HashMap<>();
    private final Map<String, Long> posted = new HashMap<>();

    /** Since when a promoted name that had been there is away. */
    private final Map<String, Long> away = new HashMap<>();

    Model(long seatGraceMillis) {
        this.seatGrace = seatGraceMillis;
    }

    void apply(Operation operation, long now) {
        settle(now);
        Set<String> wereThere = present();
        switch (operation) {
            case Operation.Publish it -> streams(it.waiting()).putIfAbsent(it.name(), now);
            case Operation.Unpublish it -> streams(it.waiting()).remove(it.name());
            case Operation.Leave it -> streams(it.waiting()).remove(it.name());
            case Operation.Post it -> {
                if (!excluded.containsKey(it.name())) {
                    posted.put(it.name(), now);
                }
            }
            case Operation.ClosePoster it -> posted.remove(it.name());
            case Operation.Promote it -> {
                if (!excluded.containsKey(it.name()) && !promoted.contains(it.name())) {
                    promoted.add(it.name());
                }
            }
            case Operation.Demote it -> giveUp(it.name());
            case Operation.Exclude it -> {
                bans(it.waiting()).put(it.name(), it.seconds() == 0 ? Long.MAX_VALUE : now + it.seconds() * 1000L);
                if (!it.waiting()) {
                    giveUp(it.name());
                }
            }
            case Operation.Readmit it -> bans(it.waiting()).remove(it.name());
            case Operation.Delete it -> {
                excluded.remove(it.name());
                posted.remove(it.name());
                giveUp(it.name());
            }
            case Operation.Presenter it -> {
                if (conference().contains(it.name())) {
                    chosen = it.name();
                }
            }
            case Operation.Order it -> {
                List<String> before = conference();
                if (promoted.remove(it.name())) {
                    promoted.add(Math.min(it.index(), promoted.size()), it.name());
                }
                // Moving a presenter that nobody chose makes no other one.
                if (chosen.isEmpty() && !before.equals(conference())) {
                    chosen = before.getFirst();
                }
            }
            case Operation.Hiccup _,
                    Operation.KillReplica _,
                    Operation.RestartRedis _,
                    Operation.Reconnect _,
                    Operation.Look _ -> {}
        }
        Set<String> areThere = present();
        areThere.forEach(away::remove);
        wereThere.stream().filter(name -> !areThere.contains(name)).forEach(name -> away.put(name, now));
    }

    /** What follows from time alone: exclusions end, and who is away for longer than the seat grace has no seat. */
    void settle(long now) {
        excluded.values().removeIf(end -> end <= now);
        excludedWaiting.values().removeIf(end -> end <= now);
        for (String name : List.copyOf(promoted)) {
            if (away.containsKey(name) && now - away.get(name) > seatGrace) {
                giveUp(name);
            }
        }
    }

    Shown room() {
        List<String> conference = conference();
        String presenter = conference.isEmpty() || conference.contains(chosen) ? chosen : conference.getFirst();
        return new Shown(
                active(excluded, live, posted),
                conference,
                conference.isEmpty() ? "" : presenter,
                List.copyOf(excluded.keySet()));
    }

    Shown waitingRoom() {
        return new Shown(
                active(excludedWaiting, liveWaiting, Map.of()), List.of(), "", List.copyOf(excludedWaiting.keySet()));
    }

    boolean isLive(boolean waiting, String name) {
        return streams(waiting).containsKey(name);
    }

    boolean isPosted(String name) {
        return posted.containsKey(name);
    }

    boolean isPresent(String name) {
        return present().contains(name);
    }

    private List<String> conference() {
        return promoted.stream().filter(name -> !excluded.containsKey(name)).toList();
    }

    private static List<String> active(Map<String, Long> excluded, Map<String, Long> live, Map<String, Long> posted) {
        return Stream.concat(live.entrySet().stream(), posted.entrySet().stream())
                .filter(each -> !excluded.containsKey(each.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Comparator.comparing(Map.Entry::getKey)))
                .map(Map.Entry::getKey)
                .distinct()
                .toList();
    }

    private Set<String> present() {
        Set<String> names = new HashSet<>(live.keySet());
        names.addAll(liveWaiting.keySet());
        names.addAll(posted.keySet());
        return names;
    }

    private void giveUp(String name) {
        promoted.remove(name);
        away.remove(name);
    }

    private Map<String, Long> streams(boolean waiting) {
        return waiting ? liveWaiting : live;
    }

    private Map<String, Long> bans(boolean waiting) {
        return waiting ? excludedWaiting : excluded;
    }
}
