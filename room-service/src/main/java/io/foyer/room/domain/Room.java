package io.foyer.room.domain;

import io.foyer.room.domain.Outcome.Changed;
import io.foyer.room.domain.Outcome.Limit;
import io.foyer.room.domain.Outcome.Reason;
import io.foyer.room.domain.Outcome.Refused;
import io.foyer.room.domain.Outcome.Unchanged;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One room, conference or waiting: who is there, who is barred, who was let in and who presents.
 *
 * <p>Always true: no name is twice in a list; who is excluded is neither active nor in the conference; the presenter is
 * one of the conference, and there is one as long as the conference is not empty. Rules of conference-api.md 5 and 7,
 * with the repairs of its section 12.
 */
public record Room(
        RoomKey key, List<String> active, List<String> excluded, List<String> conference, Optional<String> presenter) {
    /** Names that each of the three lists may hold. */
    public static final int MOST_STREAMS = 5_000;

    private static final String SCREENSHARE = "_screenshare";

    /** Makes a room of what was stored, and whole again if that was not. */
    public Room {
        excluded = Names.distinct(excluded);
        active = admitted(active, excluded);
        conference = admitted(conference, excluded);
        presenter = heir(presenter, conference);
    }

    public static Room empty(RoomKey key) {
        return new Room(key, List.of(), List.of(), List.of(), Optional.empty());
    }

    /** True when there is nothing worth keeping. */
    public boolean isEmpty() {
        return active.isEmpty() && excluded.isEmpty() && conference.isEmpty();
    }

    /** The first active stream that shares a screen. */
    public Optional<String> screenshare() {
        return active.stream().filter(name -> name.contains(SCREENSHARE)).findFirst();
    }

    public Outcome apply(RoomCommand command) {
        String name = command.stream();
        return switch (command) {
            case RoomCommand.Post post -> appear(name);
            case RoomCommand.Publish publish -> appear(name);
            case RoomCommand.Delete delete ->
                outcome(withoutActive(name).withoutExcluded(name).withoutMember(name));
            case RoomCommand.Exclude exclude -> exclude(name);
            case RoomCommand.Promote promote -> promote(name);
            case RoomCommand.Demote demote -> outcome(withoutMember(name));
            case RoomCommand.MakePresenter presenter -> makePresenter(name);
            case RoomCommand.Order order -> order(name, order.position());
            case RoomCommand.Unpublish gone -> unpublish(name, gone.endsBans());
            case RoomCommand.GiveUpPlace gone ->
                active.contains(name) ? new Unchanged(this, Reason.ALREADY_SO) : outcome(withoutMember(name));
        };
    }

    private Outcome appear(String name) {
        if (excluded.contains(name)) {
            return new Unchanged(this, Reason.EXCLUDED);
        }
        if (active.contains(name)) {
            return new Unchanged(this, Reason.ALREADY_SO);
        }
        if (active.size() >= MOST_STREAMS) {
            return new Refused(this, Limit.STREAMS_PER_ROOM);
        }
        return outcome(new Room(key, Names.with(active, name), excluded, conference, presenter));
    }

    private Outcome exclude(String name) {
        if (!excluded.contains(name) && excluded.size() >= MOST_STREAMS) {
            return new Refused(this, Limit.STREAMS_PER_ROOM);
        }
        return outcome(new Room(key, active, Names.with(excluded, name), conference, presenter));
    }

    private Outcome promote(String name) {
        if (excluded.contains(name)) {
            return new Unchanged(this, Reason.EXCLUDED);
        }
        if (!conference.contains(name) && conference.size() >= MOST_STREAMS) {
            return new Refused(this, Limit.STREAMS_PER_ROOM);
        }
        return outcome(new Room(key, active, excluded, Names.with(conference, name), presenter));
    }

    private Outcome makePresenter(String name) {
        if (!conference.contains(name)) {
            return new Unchanged(this, Reason.NOT_IN_CONFERENCE);
        }
        return outcome(new Room(key, active, excluded, conference, Optional.of(name)));
    }

    private Outcome order(String name, int position) {
        if (!conference.contains(name)) {
            return new Unchanged(this, Reason.NOT_IN_CONFERENCE);
        }
        return outcome(new Room(key, active, excluded, Names.moved(conference, name, position), presenter));
    }

    private Outcome unpublish(String name, boolean endsBans) {
        Room left = withoutActive(name).withoutMember(name);
        if (endsBans && left.active.isEmpty()) {
            return outcome(new Room(key, left.active, List.of(), left.conference, left.presenter));
        }
        return outcome(left);
    }

    private Room withoutActive(String name) {
        return new Room(key, Names.without(active, name), excluded, conference, presenter);
    }

    private Room withoutExcluded(String name) {
        return new Room(key, active, Names.without(excluded, name), conference, presenter);
    }

    private Room withoutMember(String name) {
        return new Room(key, active, excluded, Names.without(conference, name), presenter);
    }

    private Outcome outcome(Room next) {
        return next.equals(this) ? new Unchanged(this, Reason.ALREADY_SO) : new Changed(next);
    }

    private static List<String> admitted(List<String> names, List<String> excluded) {
        Set<String> barred = Set.copyOf(excluded);
        return names.stream().distinct().filter(name -> !barred.contains(name)).toList();
    }

    /** The presenter while it is in the conference, else the first that is. */
    private static Optional<String> heir(Optional<String> presenter, List<String> conference) {
        return presenter.filter(conference::contains).or(() -> conference.stream()
                .findFirst());
    }
}
