package io.foyer.lab.node.signaling;

import io.foyer.lab.node.auth.Credentials;
import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamName;
import java.util.Optional;

/** A browser that publishes one stream (signaling.md, 5.1). */
final class Publication extends Leg {
    private final LiveStream stream;
    private final MuteState mute = new MuteState();

    private Publication(Session session, LiveStream stream) {
        super(session);
        this.stream = stream;
    }

    static void open(Session session, ClientMessage.HandleOffer offer) {
        Services services = session.services();
        StreamName name = new StreamName(session.scope(), offer.name());
        Credentials credentials = session.credentials();
        services.credentials()
                .allowed(CredentialKind.PUBLISHER.wireName(), name.name(), credentials)
                .thenAccept(allowed -> session.post(() -> {
                    if (allowed) {
                        begin(session, name, offer.sdp());
                    } else {
                        session.say(services.messages().error("Not allowed to publish", name.name()));
                        session.end();
                    }
                }));
    }

    private static void begin(Session session, StreamName name, String offer) {
        Services services = session.services();
        Optional<LiveStream> taken = services.streams().take(name, LiveStream.Kind.PUBLISHED);
        if (taken.isEmpty()) {
            session.say(services.messages().error("The stream name is in use", name.name()));
            return;
        }
        Publication publication;
        try {
            publication = new Publication(session, taken.get());
        } catch (RuntimeException noPeer) {
            services.streams().release(taken.get());
            throw noPeer;
        }
        session.carriedBy(publication);
        session.say(services.messages().answer(publication.peer.answer(offer)));
        publication.described();
    }

    @Override
    String describe() {
        return "publishing " + stream.name().guid();
    }

    @Override
    void handle(ClientMessage message) {
        switch (message) {
            case ClientMessage.Publish publish -> {
                services.streams().goLive(stream);
                session.say(services.messages().publishStarting(stream.name().name()));
                started();
            }
            case ClientMessage.Unpublish unpublish -> {
                session.sayEverywhere(services.messages().stopping(stream.name().name()));
                services.streams().release(stream);
                endSoon();
            }
            case ClientMessage.Mute change -> stream.message(mute.after(change, services.messages()));
            case ClientMessage.Send(var content) ->
                stream.message(services.messages().send(content, stream.name().name()));
            default -> {}
        }
    }

    /** The client closes by itself once it has read the farewell; this is for one that does not. */
    private void endSoon() {
        services.timer().schedule(() -> session.post(session::end), 1, java.util.concurrent.TimeUnit.SECONDS);
    }

    @Override
    void whenConnected() {}

    @Override
    public void picture(Picture picture) {
        stream.picture(picture);
    }

    @Override
    public void sound(Sound sound) {
        stream.sound(sound);
    }

    @Override
    void release() {
        services.streams().release(stream);
        services.credentials().invalidate(stream.name().name(), session.credentials());
    }
}
