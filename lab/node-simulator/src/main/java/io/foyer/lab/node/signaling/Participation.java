package io.foyer.lab.node.signaling;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.mixing.Groups;

/**
 * A conference participant (signaling.md, 5.3): its stream is published under its name, and it is given the composite
 * {@code <scope>/<group>} to see and the other participants to hear.
 */
final class Participation extends SendingLeg implements Groups.Member {
    private final String group;

    private Participation(Session session, String group, LiveStream stream) {
        super(session, stream);
        this.group = groupGuid(session, group);
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
        whenAllowed(
                session,
                CredentialKind.PUBLISHER,
                name,
                "Not allowed to join",
                () -> begin(
                        session,
                        name,
                        LiveStream.Kind.PARTICIPANT,
                        join.sdp(),
                        stream -> new Participation(session, join.group(), stream)));
    }

    @Override
    String describe() {
        return "participating as " + stream.name().guid();
    }

    @Override
    String answered(String sdp) {
        return services.messages().conferenceAnswer(sdp, stream.name().name());
    }

    @Override
    void handleOwn(ClientMessage message) {
        if (message instanceof ClientMessage.LeaveGroup leave) {
            farewell(services.messages().leaving(leave.group()));
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
        services.groups().join(group, this);
    }

    @Override
    void withdraw() {
        services.groups().leave(group, this);
        super.withdraw();
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

    private static String groupGuid(Session session, String group) {
        return new StreamName(session.scope(), group).guid();
    }
}
