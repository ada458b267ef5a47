package io.foyer.lab.node.signaling;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.StreamName;

/** A browser that publishes one stream (signaling.md, 5.1). */
final class Publication extends SendingLeg {
    private Publication(Session session, LiveStream stream) {
        super(session, stream);
    }

    static void open(Session session, ClientMessage.HandleOffer offer) {
        StreamName name = new StreamName(session.scope(), offer.name());
        whenAllowed(
                session,
                CredentialKind.PUBLISHER,
                name,
                "Not allowed to publish",
                () -> begin(
                        session,
                        name,
                        LiveStream.Kind.PUBLISHED,
                        offer.sdp(),
                        stream -> new Publication(session, stream)));
    }

    @Override
    String describe() {
        return "publishing " + stream.name().guid();
    }

    @Override
    String answered(String sdp) {
        return services.messages().answer(sdp);
    }

    @Override
    void handleOwn(ClientMessage message) {
        if (message instanceof ClientMessage.Publish) {
            services.streams().goLive(stream);
            session.say(services.messages().publishStarting(stream.name().name()));
            started();
        }
    }

    @Override
    void whenConnected() {}
}
