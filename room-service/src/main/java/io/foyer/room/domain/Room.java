package io.foyer.room.domain;

import io.foyer.contract.Presence;
import io.foyer.contract.RoomRecord;
import io.foyer.contract.RoomRecord.Choice;
import io.foyer.contract.RoomRecord.Entry;
import io.foyer.contract.RoomRecord.Exclusion;
import io.foyer.contract.RoomRecord.Promotion;
import io.foyer.edge.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The rules of a room: what a command makes of what was decided before. Pure; rules of conference-api.md 5 and 7, with the
 * fixes of its sections 12 and 17.
 */
public final class Room {
    /** Names that decisions of one room may be about. */
    public static final int MAX_NAMES = 5_000;

    static final Outcome FULL =
            new Outcome.Refused(Reason.ROOM_FULL, "the room is full: it has decisions about " + MAX_NAMES + " names");
    static final Outcome TOO_MANY_PROMISES =
            new Outcome.Refused(Reason.PROMISES_LIMIT, "too many names were promoted that are not there yet");

    /** What was taken back is remembered this long, so that a copy from before it does not bring it back. */
    private static final long TAKEN_BACK_MILLIS = 600_000;

    /** Distance of two ranks, so that there is room for many moves in between. */
    private static final long RANK_STEP = 1L << 32;

    private final RoomRecord before;
    private final RoomFacts facts;
    private final RoomRules rules;
    private final String sender;
    private final long now;

    /** @param sender who asks, as hosts may see it; not a secret @param now by the store's clock */
    public Room(RoomRecord before, RoomFacts facts, RoomRules rules, String sender, long now) {
        this.before = pruned(before, facts, rules, now);
        this.facts = facts;
        this.rules = rules;
        this.sender = sender;
        this.now = now;
    }

    public Outcome apply(RoomCommand command) {
        String name = command.name();
        return switch (command) {
            case RoomCommand.Promote promote -> promote(name);
            case RoomCommand.Demote demote -> outcome(withoutSeat(before, name));
            case RoomCommand.Exclude exclude -> exclude(exclude);
            case RoomCommand.Readmit readmit -> outcome(readmitted(before, name));
            case RoomCommand.Delete delete -> outcome(withoutSeat(readmitted(before, name), name));
            case RoomCommand.Present present -> present(name);
            case RoomCommand.Order order -> order(name, order.position());
        };
    }

    private Outcome promote(String name) {
        if (RoomView.barred(before, name, now) || seated().contains(name)) {
            return new Outcome.Unchanged();
        }
        if (isFull(name)) {
            return FULL;
        }
        if (!isThere(name) && promises() >= rules.promisesPerSender()) {
            return TOO_MANY_PROMISES;
        }
        long last = before.promoted().values().stream()
                .filter(Promotion::holds)
                .mapToLong(Promotion::rank)
                .max()
                .orElse(0);
        return outcome(before.withPromotion(name, new Promotion(next(before), sender, now, last + RANK_STEP, false)));
    }

    private Outcome exclude(RoomCommand.Exclude command) {
        String name = command.name();
        long until = command.seconds() == 0 ? 0 : now + 1_000 * command.seconds();
        Exclusion known = before.excluded().get(name);
        if (known != null && RoomView.bars(known, now) && known.until() == 0 && until == 0) {
            return outcome(withoutSeat(before, name));
        }
        if (isFull(name)) {
            return FULL;
        }
        Exclusion exclusion = new Exclusion(next(before), sender, now, until, command.reason(), false);
        return outcome(withoutSeat(before.withExclusion(name, exclusion), name));
    }

    private Outcome present(String name) {
        if (!seated().contains(name)
                || (before.presenter() != null && before.presenter().name().equals(name))) {
            return new Outcome.Unchanged();
        }
        return outcome(before.withPresenter(new Choice(next(before), name)));
    }

    private Outcome order(String name, int position) {
        List<String> others = new ArrayList<>(seated());
        int from = others.indexOf(name);
        if (from < 0) {
            return new Outcome.Unchanged();
        }
        others.remove(from);
        int to = Math.clamp(position, 0, others.size());
        if (from == to) {
            return new Outcome.Unchanged();
        }
        // Moving a presenter that nobody chose must not make another one of it.
        RoomRecord kept = before.presenter() == null ? chosen(others, name, from) : before;
        long low = to == 0 ? 0 : rank(others.get(to - 1));
        long high = to == others.size() ? low + 2 * RANK_STEP : rank(others.get(to));
        if (high - low >= 2) {
            return outcome(ranked(kept, name, low + (high - low) / 2, next(kept)));
        }
        others.add(to, name);
        RoomRecord renumbered = kept;
        long version = next(kept);
        for (int i = 0; i < others.size(); i++) {
            renumbered = ranked(renumbered, others.get(i), (i + 1) * RANK_STEP, version + i);
        }
        return outcome(renumbered);
    }

    private RoomRecord chosen(List<String> others, String name, int from) {
        String first = from == 0 ? name : others.getFirst();
        return before.withPresenter(new Choice(next(before), first));
    }

    private static RoomRecord ranked(RoomRecord room, String name, long rank, long version) {
        Promotion seat = room.promoted().get(name);
        return room.withPromotion(name, new Promotion(version, seat.by(), seat.since(), rank, false));
    }

    private long rank(String name) {
        return before.promoted().get(name).rank();
    }

    private RoomRecord withoutSeat(RoomRecord room, String name) {
        Promotion seat = room.promoted().get(name);
        return seat == null || seat.ended()
                ? room
                : room.withPromotion(name, new Promotion(next(room), sender, now, 0, true));
    }

    private RoomRecord readmitted(RoomRecord room, String name) {
        Exclusion exclusion = room.excluded().get(name);
        return exclusion == null || exclusion.lifted()
                ? room
                : room.withExclusion(name, new Exclusion(next(room), sender, now, 0, null, true));
    }

    private List<String> seated() {
        return RoomView.of(before, facts, rules, now).conference();
    }

    private boolean isThere(String name) {
        return facts.presence(name).filter(Presence::lasts).isPresent();
    }

    private long promises() {
        return before.promoted().entrySet().stream()
                .filter(seat -> seat.getValue().holds() && seat.getValue().by().equals(sender))
                .filter(seat -> !isThere(seat.getKey()))
                .count();
    }

    private boolean isFull(String name) {
        return !before.excluded().containsKey(name)
                && !before.promoted().containsKey(name)
                && before.excluded().size() + before.promoted().size() >= MAX_NAMES;
    }

    /** Versions follow the clock, so that those of writers that do not know of each other are in the order of their decisions. */
    private long next(RoomRecord room) {
        return Math.max(room.version() + 1, now);
    }

    private Outcome outcome(RoomRecord after) {
        return after.equals(before) ? new Outcome.Unchanged() : new Outcome.Changed(after);
    }

    /** Without what cannot count any more: exclusions and seats that ended, and what was taken back long ago. */
    private static RoomRecord pruned(RoomRecord room, RoomFacts facts, RoomRules rules, long now) {
        long old = now - TAKEN_BACK_MILLIS;
        Map<String, Exclusion> excluded = new HashMap<>(room.excluded());
        excluded.values().removeIf(entry -> entry.holds() ? !RoomView.bars(entry, now) : entry.since() <= old);
        Map<String, Promotion> promoted = new HashMap<>(room.promoted());
        promoted.entrySet().removeIf(seat -> {
            Promotion entry = seat.getValue();
            return entry.holds()
                    ? RoomView.seatEnds(entry, facts.presence(seat.getKey()), rules, now) <= now
                    : entry.since() <= old;
        });
        long floor = LongStream.concat(dropped(room.excluded(), excluded), dropped(room.promoted(), promoted))
                .reduce(room.floor(), Math::max);
        return new RoomRecord(room.room(), excluded, promoted, room.presenter(), floor);
    }

    /** Versions of the entries that are not kept. */
    private static LongStream dropped(Map<String, ? extends Entry> entries, Map<String, ? extends Entry> kept) {
        return entries.entrySet().stream()
                .filter(entry -> !kept.containsKey(entry.getKey()))
                .mapToLong(entry -> entry.getValue().version());
    }
}
