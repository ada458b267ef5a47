package io.foyer.room.protocol;

import io.foyer.room.Later;
import io.foyer.room.RoomConfig;
import io.foyer.room.conference.ClientMessage.ListCommand;
import io.foyer.room.conference.ConferenceConfig;
import io.foyer.room.conference.Failures;
import io.foyer.room.conference.LocalRooms;
import io.foyer.room.conference.Retry;
import io.foyer.room.conference.RoomClient;
import io.foyer.room.conference.RoomWriter;
import io.foyer.room.domain.Outcome;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.room.presence.Presence;
import io.foyer.room.presence.PresenceRecord.Post;
import io.foyer.room.streams.PlaceKeeper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Carries out what clients ask for a room. Whatever comes of it, the clients of that room on this replica are told its
 * lists, as an acknowledgement; on other replicas they are told what changed.
 */
@ApplicationScoped
public class Moderation {
    /** A change that left the room as it was in the end is announced by nobody: then this replica answers by itself. */
    private static final Duration ANSWER_AT_LATEST = Duration.ofMillis(100);

    private final LocalRooms rooms;
    private final RoomWriter writer;
    private final Presence presence;
    private final PlaceKeeper places;
    private final Retry retry;
    private final Later later;
    private final MeterRegistry metrics;
    private final int mostPosts;
    private final boolean endsBans;

    public Moderation(
            LocalRooms rooms,
            RoomWriter writer,
            Presence presence,
            PlaceKeeper places,
            Retry retry,
            Later later,
            MeterRegistry metrics,
            ConferenceConfig config,
            RoomConfig roomConfig) {
        this.rooms = rooms;
        this.writer = writer;
        this.presence = presence;
        this.places = places;
        this.retry = retry;
        this.later = later;
        this.metrics = metrics;
        this.mostPosts = config.mostPostsPerClient();
        this.endsBans = roomConfig.bansEndWithRoom();
    }

    /** The room must be of the client's own conference; anything else is refused. */
    public void apply(RoomClient client, ListCommand message) {
        RoomKey room = message.room();
        if (!room.sameConference(client.room())) {
            count(message.type(), "other-room");
            client.complain("this connection is for " + client.room().base() + " only");
            return;
        }
        if (message.command() instanceof RoomCommand.Post && presence.count(client) >= mostPosts) {
            count(message.type(), "too-many");
            client.complain("no more than " + mostPosts + " streams can be posted by one connection");
            return;
        }
        rooms.owe(room, message.command());
        done(client, room, message.command()).subscribe().with(outcome -> answer(client, message, outcome), failure -> {
            count(message.type(), "failed");
            client.complain(Failures.text(failure));
        });
    }

    /**
     * What hung on the client's connection goes with it, unless it hangs on another one too: clients come back before their
     * broken connection is noticed. While Redis is away this is tried again.
     */
    public void closed(RoomClient client) {
        for (Post post : presence.left(client)) {
            RoomKey room = new RoomKey(post.room());
            RoomCommand gone = new RoomCommand.Unpublish(post.stream(), endsBans);
            rooms.owe(room, gone);
            retry.untilDone(() -> places.there(room, post.stream())
                    ? Uni.createFrom().voidItem()
                    : writer.apply(room, gone).invoke(outcome -> {
                        places.left(room, post.stream());
                        rooms.answer(room);
                    }));
        }
        presence.refresh();
    }

    private Uni<Outcome> done(RoomClient client, RoomKey room, RoomCommand command) {
        return switch (command) {
            case RoomCommand.Post post -> post(client, room, post);
            case RoomCommand.Delete delete ->
                writer.apply(room, delete).invoke(outcome -> {
                    presence.withdrawn(client, room, delete.stream());
                    places.left(room, delete.stream());
                });
            default -> writer.apply(room, command);
        };
    }

    /** Noted at the same time; should this replica die in between, reconciliation finds the stream that nobody has. */
    private Uni<Outcome> post(RoomClient client, RoomKey room, RoomCommand.Post post) {
        boolean own = presence.owns(client, room, post.stream());
        presence.posted(client, room, post.stream());
        return writer.apply(room, post).onItemOrFailure().invoke((outcome, failure) -> {
            if (!own && !active(outcome)) {
                presence.withdrawn(client, room, post.stream());
            }
        });
    }

    /** @param outcome of a post; null when that failed */
    private static boolean active(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Changed changed -> true;
            case Outcome.Unchanged unchanged -> unchanged.reason() == Outcome.Reason.ALREADY_SO;
            case Outcome.Refused refused -> false;
            case null -> false;
        };
    }

    private void answer(RoomClient client, ListCommand message, Outcome outcome) {
        switch (outcome) {
            case Outcome.Changed changed -> {
                count(message.type(), "changed");
                later.run(ANSWER_AT_LATEST, () -> rooms.answer(message.room()));
            }
            case Outcome.Unchanged unchanged -> {
                count(message.type(), "unchanged");
                rooms.answer(message.room());
            }
            case Outcome.Refused refused -> {
                count(message.type(), "refused");
                client.complain(refused.limit().text());
                rooms.answer(message.room());
            }
        }
    }

    private void count(String type, String outcome) {
        metrics.counter("foyer.room.commands", "type", type, "outcome", outcome).increment();
    }
}
