package io.foyer.lab.node.signaling;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.mixing.Groups;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A conference participant (signaling.md, 5.3): its stream is published under its name, and it is given the composite
 * {@code <scope>/<group>} to see and the other participants to hear.
 */
final class Participation extends Leg implements Groups.Member {
    private final String group;
    private final LiveStream stream;
    private final MuteState mute = new MuteState();

    private Participation(Session session, String group, LiveStream stream) {
        super(session);
        this.group = group;
        this.stream = stream;
    }

    /** @param atMillis when the message was read, for the log of joins */
    static void open(Session session, ClientMessage.JoinGroup join, long atMillis) {
        Services services = session.services();
        StreamName name = new StreamName(session.scope(), join.streamName());
        boolean provided = services.provisions().holds(groupGuid(session, join.group()));
        services.joins().add(new JoinLog.Join(join.group(), session.scope(), join.streamName(), atMillis, provided));
        if (!provided) {
            session.say(services.messages().error("There is no such conference group", join.group()));
            return;
        }
        services.credentials()
                .allowed(CredentialKind.PUBLISHER.wireName(), name.name(), session.credentials())
                .thenAccept(allowed -> session.post(() -> {
                    if (allowed) {
                        begin(session, name, join);
                    } else {
                        session.say(services.messages().error("Not allowed to join", name.name()));
                        session.end();
                    }
                }));
    }

    private static void begin(Session session, StreamName name, ClientMessage.JoinGroup join) {
        Services services = session.services();
        Optional<LiveStream> taken = services.streams().take(name, LiveStream.Kind.PARTICIPANT);
        if (taken.isEmpty()) {
            session.say(services.messages().error("The stream name is in use", name.name()));
            return;
        }
        Participation participation;
        try {
            participation = new Participation(session, join.group(), taken.get());
        } catch (RuntimeException noPeer) {
            services.streams().release(taken.get());
            throw noPeer;
        }
        session.carriedBy(participation);
        String answer = participation.peer.answer(join.sdp());
        session.say(services.messages().conferenceAnswer(answer, name.name()));
        participation.described();
    }

    @Override
    String describe() {
        return "participating as " + stream.name().guid();
    }

    @Override
    void handle(ClientMessage message) {
        switch (message) {
            case ClientMessage.LeaveGroup leave -> {
                session.sayEverywhere(services.messages().leaving(leave.group()));
                leave();
            }
            case ClientMessage.Unpublish unpublish -> {
                session.sayEverywhere(services.messages().stopping(stream.name().name()));
                leave();
            }
            case ClientMessage.Mute change -> stream.message(mute.after(change, services.messages()));
            case ClientMessage.Send(var content) ->
                stream.message(services.messages().send(content, stream.name().name()));
            default -> {}
        }
    }

    @Override
    void trickleCompleted() {
        // The SDK takes itself as published here and sends no message of its own.
        started();
    }

    @Override
    void whenConnected() {
        services.streams().goLive(stream);
        services.groups().join(groupGuid(session, group), this);
    }

    @Override
    public void picture(Picture picture) {
        stream.picture(picture);
    }

    @Override
    public void sound(Sound sound) {
        stream.sound(sound);
    }

    @Override
    public LiveStream ownStream() {
        return stream;
    }

    @Override
    public void see(Picture composite) {
        peer.send(composite);
    }

    @Override
    public void hear(Sound others) {
        peer.send(others);
    }

    @Override
    void release() {
        services.groups().leave(groupGuid(session, group), this);
        services.streams().release(stream);
        services.credentials().invalidate(stream.name().name(), session.credentials());
    }

    private void leave() {
        services.groups().leave(groupGuid(session, group), this);
        services.streams().release(stream);
        services.timer().schedule(() -> session.post(session::end), 1, TimeUnit.SECONDS);
    }

    private static String groupGuid(Session session, String group) {
        return new StreamName(session.scope(), group).guid();
    }
}
