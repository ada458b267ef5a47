package io.foyer.lab.node.signaling;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamName;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A client that brings a stream into the cluster, as a publisher or as a conference participant. */
abstract sealed class SendingLeg extends Leg permits Publication, Participation {
    private static final long FAREWELL_SECONDS = 1;

    protected final LiveStream stream;
    private final MuteState mute = new MuteState();

    SendingLeg(Session session, LiveStream stream) {
        super(session);
        this.stream = stream;
    }

    /** Takes the name and answers the offer, unless the name cannot be had. */
    static void begin(
            Session session,
            StreamName name,
            LiveStream.Kind kind,
            String offer,
            Function<LiveStream, SendingLeg> make) {
        Services services = session.services();
        if (name.name().isBlank()) {
            session.say(services.messages().error("A stream needs a name", name.guid()));
            return;
        }
        Optional<LiveStream> taken = services.streams().take(name, kind, session.client());
        if (taken.isEmpty()) {
            session.say(services.messages().error("The stream name is in use", name.name()));
            return;
        }
        SendingLeg leg;
        try {
            leg = make.apply(taken.get());
        } catch (RuntimeException noPeer) {
            services.streams().release(taken.get());
            throw noPeer;
        }
        session.carriedBy(leg);
        session.say(leg.answered(leg.peer.answer(offer)));
        leg.described();
    }

    /** The message that carries the answer. */
    abstract String answered(String sdp);

    /** A message that only this kind of leg knows. */
    abstract void handleOwn(ClientMessage message);

    /** The stream is gone for everybody. */
    void withdraw() {
        services.streams().release(stream);
    }

    /** The client closes by itself once it has read the farewell; the end here is for one that does not. */
    final void farewell(String message) {
        session.line().sayEverywhere(message);
        withdraw();
        services.timer().schedule(() -> session.post(session::end), FAREWELL_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    final void handle(ClientMessage message) {
        switch (message) {
            case ClientMessage.Unpublish unpublish ->
                farewell(services.messages().stopping(stream.name().name()));
            case ClientMessage.Mute change -> stream.message(mute.after(change, services.messages()));
            case ClientMessage.Send(var content) ->
                stream.message(services.messages().send(content, stream.name().name()));
            default -> handleOwn(message);
        }
    }

    @Override
    public final void picture(Picture picture) {
        stream.picture(picture);
    }

    @Override
    public final void sound(Sound sound) {
        stream.sound(sound);
    }

    @Override
    final void release() {
        withdraw();
        services.credentials().invalidate(stream.name().name(), session.credentials());
    }
}
