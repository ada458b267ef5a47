package io.foyer.room.protocol;

import io.foyer.room.composition.Compositions;
import io.foyer.room.conference.ClientMessage;
import io.foyer.room.conference.ClientMessage.ListCommand;
import io.foyer.room.conference.ClientMessageParser;
import io.foyer.room.conference.LocalRooms;
import io.foyer.room.conference.Messages;
import io.foyer.room.conference.NotUnderstood;
import io.foyer.room.conference.RoomClient;
import io.foyer.room.conference.Slot;
import io.foyer.room.conference.Surroundings;
import io.foyer.room.presence.Presence;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** What happens when a client of the conference protocol comes, says something and goes (conference-api.md 3 to 8). */
@ApplicationScoped
public class ConferenceProtocol {
    private final ClientMessageParser parser;
    private final LocalRooms rooms;
    private final Moderation moderation;
    private final Compositions compositions;
    private final Surroundings surroundings;
    private final Messages messages;
    private final Presence presence;
    private final MeterRegistry metrics;

    public ConferenceProtocol(
            ClientMessageParser parser,
            LocalRooms rooms,
            Moderation moderation,
            Compositions compositions,
            Surroundings surroundings,
            Messages messages,
            Presence presence,
            MeterRegistry metrics) {
        this.parser = parser;
        this.rooms = rooms;
        this.moderation = moderation;
        this.compositions = compositions;
        this.surroundings = surroundings;
        this.messages = messages;
        this.presence = presence;
        this.metrics = metrics;
    }

    /** False when the room has all the clients it may have. */
    public boolean opened(RoomClient client) {
        if (!rooms.enter(client)) {
            return false;
        }
        compositions.clientCame();
        if (client.role() == RoomClient.Role.MIXER) {
            presence.refresh();
        }
        return true;
    }

    public void received(RoomClient client, String text) throws NotUnderstood {
        ClientMessage message = parser.parse(text);
        metrics.counter("foyer.room.messages", "type", message.type()).increment();
        switch (message) {
            case ListCommand command -> moderation.apply(client, command);
            case ClientMessage.CreateComposition create -> compositions.create(client, create.body());
            case ClientMessage.DestroyComposition destroy -> compositions.destroy(client, destroy.event());
            case ClientMessage.GetActiveCompositions get ->
                client.offer(Slot.COMPOSITIONS, surroundings.compositions(client.room()));
            case ClientMessage.GetActiveStreams get -> client.offer(Slot.STREAMS, messages.activeStreams());
            case ClientMessage.Trouble trouble -> {}
        }
    }

    public void closed(RoomClient client) {
        rooms.leave(client);
        moderation.closed(client);
        if (client.role() == RoomClient.Role.MIXER) {
            presence.refresh();
        }
    }
}
