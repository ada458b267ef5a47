package io.foyer.room.domain;

import io.foyer.contract.Presence;
import io.foyer.contract.RoomRecord;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A room with a clock of its own, and people who come and go. */
final class TestRoom implements RoomFacts {
    private final RoomRules rules;
    private final Map<String, Presence> here = new HashMap<>();
    private final Map<String, Presence> other = new HashMap<>();
    private RoomRecord record = RoomRecord.empty("live/r");
    private long now = 1_000_000;

    TestRoom(RoomRules rules) {
        this.rules = rules;
    }

    long now() {
        return now;
    }

    RoomRecord record() {
        return record;
    }

    RoomView view() {
        return RoomView.of(record, this, rules, now);
    }

    TestRoom passes(long millis) {
        now += millis;
        return this;
    }

    TestRoom arrives(String name) {
        return arrives(name, here);
    }

    TestRoom arrivesInTheOtherRoom(String name) {
        return arrives(name, other);
    }

    private TestRoom arrives(String name, Map<String, Presence> where) {
        Presence earlier = presence(name).orElse(null);
        Presence began = Presence.began(now);
        where.put(name, earlier == null ? began : began.continuing(earlier));
        return this;
    }

    TestRoom leaves(String name) {
        here.computeIfPresent(name, (key, presence) -> presence.ended(now));
        return this;
    }

    Outcome apply(RoomCommand command) {
        Outcome outcome = new Room(record, this, rules, "host", now).apply(command);
        if (outcome instanceof Outcome.Changed(RoomRecord after)) {
            record = after;
        }
        return outcome;
    }

    TestRoom promotes(String name) {
        apply(new RoomCommand.Promote(name));
        return this;
    }

    TestRoom excludes(String name, long seconds) {
        apply(new RoomCommand.Exclude(name, seconds, null));
        return this;
    }

    TestRoom orders(String name, int position) {
        apply(new RoomCommand.Order(name, position));
        return this;
    }

    @Override
    public List<String> active() {
        return here.entrySet().stream()
                .filter(entry -> entry.getValue().lasts())
                .sorted(Comparator.comparing((Map.Entry<String, Presence> entry) ->
                                entry.getValue().since())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public Optional<Presence> presence(String name) {
        return Optional.ofNullable(Presence.better(here.get(name), other.get(name)));
    }
}
