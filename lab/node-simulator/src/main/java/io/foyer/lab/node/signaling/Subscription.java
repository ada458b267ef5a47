package io.foyer.lab.node.signaling;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamListener;
import io.foyer.lab.node.media.StreamName;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A browser that watches one stream (signaling.md, 5.2). */
final class Subscription extends Leg implements StreamListener {
    private final LiveStream stream;
    private boolean subscribed;

    private Subscription(Session session, LiveStream stream) {
        super(session);
        this.stream = stream;
    }

    static void open(Session session, ClientMessage.RequestOffer request) {
        StreamName name = new StreamName(session.scope(), request.name());
        whenAllowed(
                session,
                CredentialKind.SUBSCRIBER,
                name,
                "Not allowed to subscribe",
                () -> find(session, name, request));
    }

    private static void find(Session session, StreamName name, ClientMessage.RequestOffer request) {
        session.services()
                .finder()
                .find(name)
                .exceptionally(failed -> Optional.empty())
                .thenAccept(found -> session.post(() -> found.ifPresentOrElse(
                        stream -> begin(session, stream, request),
                        () -> session.say(session.services().messages().error("Stream not found", name.name())))));
    }

    private static void begin(Session session, LiveStream stream, ClientMessage.RequestOffer request) {
        Subscription subscription = new Subscription(session, stream);
        session.carriedBy(subscription);
        String label = request.dataChannel() ? ServerMessages.CHANNEL_LABEL : "";
        session.say(session.services().messages().offer(subscription.peer.offer(label, request.videoEncoding())));
    }

    @Override
    String describe() {
        return "subscribed to " + stream.name().guid();
    }

    @Override
    void handle(ClientMessage message) {
        switch (message) {
            case ClientMessage.HandleAnswer(String name, String sdp) -> {
                peer.acceptAnswer(sdp);
                described();
            }
            case ClientMessage.Subscribe subscribe -> {
                session.say(services.messages().playStarting(stream.name().name()));
                if (!subscribed) {
                    subscribed = true;
                    stream.subscribers().incrementAndGet();
                    services.webhooks().post("stream-subscribed", stream.name().guid(), session.client());
                    stream.listen(this);
                }
                started();
            }
            default -> {}
        }
    }

    @Override
    void whenConnected() {}

    // The stream's side. Pictures and sounds go straight to the encoder, on the thread that brings them.

    @Override
    public void picture(Picture picture) {
        peer.send(picture);
    }

    @Override
    public void sound(Sound sound) {
        peer.send(sound);
    }

    @Override
    public void message(String json) {
        session.post(() -> session.line().sayAnywhere(json));
    }

    @Override
    public void ended() {
        session.post(() -> {
            session.line().sayEverywhere(services.messages().unpublishNotify());
            services.timer().schedule(() -> session.post(session::end), 1, TimeUnit.SECONDS);
        });
    }

    @Override
    void release() {
        stream.unlisten(this);
        if (subscribed) {
            stream.subscribers().decrementAndGet();
            services.webhooks().post("stream-unsubscribed", stream.name().guid(), session.client());
        }
    }
}
