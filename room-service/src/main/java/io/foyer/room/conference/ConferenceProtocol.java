package io.foyer.room.conference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.foyer.contract.Presence;
import io.foyer.edge.Reason;
import io.foyer.name.Guid;
import io.foyer.name.Scope;
import io.foyer.room.attendance.Attendance;
import io.foyer.room.attendance.Posts;
import io.foyer.room.composition.Compositions;
import io.foyer.room.composition.Regions;
import io.foyer.room.domain.Outcome;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomView;
import io.foyer.room.runtime.Client;
import io.foyer.room.runtime.Frame;
import io.foyer.room.runtime.Protocol;
import io.foyer.room.runtime.Refusal;
import io.foyer.room.runtime.Role;
import io.foyer.room.runtime.Rooms;
import io.foyer.room.runtime.Scene;
import io.foyer.state.StateException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The conference protocol (conference-api.md): what happens when a client comes, says something and goes. Whatever comes of
 * a command, the clients of its room on this replica are sent the lists, as an acknowledgement, from what was just written;
 * those of other replicas are sent what changed.
 */
@ApplicationScoped
public class ConferenceProtocol implements Protocol {
    private static final long LISTS = 1L << ConferenceMessages.ACTIVE | 1L << ConferenceMessages.CONFERENCE;
    private static final long EXCLUDED = 1L << ConferenceMessages.EXCLUDED;

    private final ObjectReader json;
    private final ConferenceMessages messages;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Posts posts;
    private final Compositions compositions;
    private final Regions regions;
    private final MeterRegistry metrics;
    private final int maxPosts;

    public ConferenceProtocol(
            ObjectMapper json,
            ConferenceMessages messages,
            Rooms rooms,
            Attendance attendance,
            Posts posts,
            Compositions compositions,
            Regions regions,
            MeterRegistry metrics,
            ConferenceConfig config) {
        this.json = json.readerFor(JsonNode.class);
        this.messages = messages;
        this.rooms = rooms;
        this.attendance = attendance;
        this.posts = posts;
        this.compositions = compositions;
        this.regions = regions;
        this.metrics = metrics;
        this.maxPosts = config.maxPostsPerClient();
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        rooms.present(this::scene, messages);
    }

    @Override
    public boolean opened(Client client) {
        if (!rooms.enter(client)) {
            return false;
        }
        regions.follow();
        if (client.role() == Role.MIXER) {
            posts.mixerEntered(client);
        }
        return true;
    }

    @Override
    public void closed(Client client) {
        posts.left(client);
        rooms.leave(client);
    }

    @Override
    public CompletionStage<?> received(Client client, String text) {
        List<ConferenceMessage> all;
        try {
            all = ConferenceMessage.read(text, json);
        } catch (Refusal e) {
            return refused(client, e);
        }
        CompletionStage<?> done = CompletableFuture.completedStage(null);
        for (ConferenceMessage message : all) {
            metrics.counter("foyer.room.messages", "type", message.type()).increment();
            done = all.size() == 1 ? carryOut(client, message) : done.thenCompose(ok -> carryOut(client, message));
        }
        return done;
    }

    /** Answered, and reported to the connection, which ends when there are too many of them. */
    private CompletionStage<?> refused(Client client, Refusal refusal) {
        client.reply(messages.error(refusal.reason(), refusal.getMessage()));
        return CompletableFuture.failedStage(refusal);
    }

    private CompletionStage<?> carryOut(Client client, ConferenceMessage message) {
        try {
            return switch (message) {
                case ConferenceMessage.Decide decide -> decide(client, decide);
                case ConferenceMessage.Post post -> post(client, post);
                case ConferenceMessage.CreateComposition create -> compositions.create(client, create.body());
                case ConferenceMessage.DestroyComposition destroy -> compositions.destroy(client, destroy.event());
                case ConferenceMessage.Plain plain -> answer(client, plain.type());
            };
        } catch (Refusal e) {
            return refused(client, e);
        }
    }

    private CompletionStage<?> answer(Client client, String type) {
        switch (type) {
            case "getActiveCompositions" ->
                client.reply(messages.compositionsAgain(scene(client.room(), rooms.view(client.room()))));
            case "getActiveStreams" -> client.reply(messages.activeStreams());
            case "ping" -> client.reply(messages.pong());
            default -> {}
        }
        return CompletableFuture.completedStage(null);
    }

    private Scene scene(Scope room, RoomView view) {
        return new Scene(view, compositions.of(room.base()), attendance.hasMixer(room.base()), regions.known());
    }

    private CompletionStage<?> decide(Client client, ConferenceMessage.Decide message) throws Refusal {
        Scope room = message.room();
        requireOwn(client, room);
        RoomCommand command = message.command();
        boolean bans = command instanceof RoomCommand.Exclude || command instanceof RoomCommand.Readmit;
        return change(client, message.type(), room, bans ? LISTS | EXCLUDED : LISTS, () -> {
            Uni<Outcome> decided = rooms.decide(room, command, client.id());
            Uni<Outcome> done = command instanceof RoomCommand.Delete
                    ? decided.call(() -> posts.withdraw(new Guid(room, command.name())))
                    : decided;
            return done.map(outcome -> result(client, outcome));
        });
    }

    private String result(Client client, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Changed changed -> "changed";
            case Outcome.Unchanged unchanged -> "unchanged";
            case Outcome.Refused refused -> {
                client.reply(messages.error(refused.reason(), refused.text()));
                yield "refused";
            }
        };
    }

    /** Who is excluded cannot post; what is posted twice is posted once. */
    private CompletionStage<?> post(Client client, ConferenceMessage.Post message) throws Refusal {
        Scope room = message.room();
        requireOwn(client, room);
        if (posts.posted(client) >= maxPosts) {
            throw new Refusal(Reason.POSTS_LIMIT, "one connection can post at most " + maxPosts + " streams");
        }
        String name = message.name();
        if (rooms.view(room).excluded().contains(name)) {
            Uni<String> nothing = Uni.createFrom().item("unchanged");
            return change(client, message.type(), room, LISTS, () -> nothing);
        }
        Guid stream = new Guid(room, name);
        Presence earlier = rooms.presence(room, name).orElse(null);
        return change(client, message.type(), room, LISTS, () -> posts.post(client, stream, earlier)
                .replaceWith("changed"));
    }

    /** Makes a change, which answers with its result for the metrics. Then the lists are sent, or an error if it failed. */
    private CompletionStage<?> change(
            Client client, String type, Scope room, long kinds, Supplier<Uni<String>> change) {
        long since = rooms.version(room);
        return change.get()
                .invoke(result -> {
                    count(type, result);
                    rooms.answer(client, room, kinds, since);
                })
                .onFailure()
                .invoke(failure -> failed(client, type, failure))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage();
    }

    private void failed(Client client, String type, Throwable failure) {
        count(type, "failed");
        client.reply(
                switch (failure) {
                    case StateException.Unavailable away ->
                        messages.error(
                                Reason.STATE_UNAVAILABLE,
                                "the room cannot be changed right now; try again in a moment");
                    case StateException.Busy busy ->
                        messages.error(Reason.STATE_BUSY, "too many changes at once; try again in a moment");
                    default -> messages.error(Reason.INTERNAL, "the change failed");
                });
    }

    private static void requireOwn(Client client, Scope room) throws Refusal {
        if (!room.sameConference(client.room())) {
            throw new Refusal(
                    Reason.OTHER_ROOM, "this connection is for " + client.room().base() + " only");
        }
    }

    @Override
    public Frame error(Reason reason, String text) {
        return messages.error(reason, text);
    }

    private void count(String type, String result) {
        metrics.counter("foyer.room.commands", "type", type, "result", result).increment();
    }
}
