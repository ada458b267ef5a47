package io.foyer.room.domain;

import io.foyer.contract.Presence;
import io.foyer.contract.RoomRecord;
import io.foyer.contract.RoomRecord.Exclusion;
import io.foyer.contract.RoomRecord.Promotion;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * What clients see of a room: a pure function of what was decided, of who is there, and of the clock. Every replica computes
 * it, none stores it.
 *
 * @param active names that are live or posted in the room and not excluded, in order of their start
 * @param excluded in order of their exclusion
 * @param conference promoted names that are there, or were within the seat grace, or are still waited for, in the hosts' order
 * @param presenter the chosen one while in the conference, else the first
 * @param changesAt when the clock alone will make another view of it, epoch milliseconds; {@link Long#MAX_VALUE} for never
 */
public record RoomView(
        String room,
        List<String> active,
        List<String> excluded,
        List<String> conference,
        Optional<String> presenter,
        long changesAt) {
    private static final String SCREENSHARE = "_screenshare";

    /** @param now epoch milliseconds by the store's clock */
    public static RoomView of(RoomRecord decided, RoomFacts facts, RoomRules rules, long now) {
        List<String> excluded = names(decided.excluded(), entry -> bars(entry, now), Exclusion::version);
        Set<String> barred = new HashSet<>(excluded);
        List<String> active =
                facts.active().stream().filter(name -> !barred.contains(name)).toList();
        Map<String, Long> seats = new LinkedHashMap<>();
        for (String name : names(decided.promoted(), Promotion::holds, Promotion::rank)) {
            long ends = seatEnds(decided.promoted().get(name), facts.presence(name), rules, now);
            if (!barred.contains(name) && ends > now) {
                seats.put(name, ends);
            }
        }
        List<String> conference = List.copyOf(seats.keySet());
        Optional<String> presenter = Optional.ofNullable(decided.presenter())
                .map(RoomRecord.Choice::name)
                .filter(conference::contains)
                .or(() -> conference.stream().findFirst());
        LongStream ends = LongStream.concat(
                excluded.stream().mapToLong(name -> decided.excluded().get(name).until()),
                seats.values().stream().mapToLong(Long::longValue));
        long changesAt = ends.filter(end -> end > now).min().orElse(Long.MAX_VALUE);
        return new RoomView(decided.room(), active, excluded, conference, presenter, changesAt);
    }

    /** Names of the entries that are wanted, ordered by a number of theirs. */
    private static <E> List<String> names(Map<String, E> entries, Predicate<E> wanted, ToLongFunction<E> order) {
        return entries.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .sorted(Comparator.comparingLong((Map.Entry<String, E> entry) -> order.applyAsLong(entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The first active stream that shares a screen. */
    public Optional<String> screenshare() {
        return active.stream().filter(name -> name.contains(SCREENSHARE)).findFirst();
    }

    /** The same view but for the time at which it changes. */
    public boolean looksLike(RoomView other) {
        return active.equals(other.active)
                && excluded.equals(other.excluded)
                && conference.equals(other.conference)
                && presenter.equals(other.presenter);
    }

    /** True while the name is excluded. */
    public static boolean barred(RoomRecord decided, String name, long now) {
        Exclusion exclusion = decided.excluded().get(name);
        return exclusion != null && bars(exclusion, now);
    }

    static boolean bars(Exclusion exclusion, long now) {
        return exclusion.holds() && (exclusion.until() == 0 || exclusion.until() > now);
    }

    /**
     * Until when the name keeps its seat; {@link Long#MAX_VALUE} while it is there. A seat belongs to a presence: the one that
     * was there when it was given, or the first that came within the promised time. Who was away for longer than the grace
     * is somebody who comes anew.
     */
    static long seatEnds(Promotion seat, Optional<Presence> presence, RoomRules rules, long now) {
        long promised = seat.since() + rules.promise().toMillis();
        if (presence.isEmpty()) {
            return promised;
        }
        Presence there = presence.get();
        if (!there.lasts() && there.endedAt() < seat.since()) {
            // It was gone when it was promoted: the host means the next time.
            return promised;
        }
        long grace = rules.seatGrace().toMillis();
        if (there.since() >= promised || there.brokenAfter(seat.since(), grace)) {
            return now;
        }
        return there.lasts() ? Long.MAX_VALUE : there.endedAt() + grace;
    }
}
