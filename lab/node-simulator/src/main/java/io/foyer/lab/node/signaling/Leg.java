package io.foyer.lab.node.signaling;

import io.foyer.lab.node.media.Peer;
import io.foyer.lab.node.media.PeerEvents;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamName;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What a session does with media: publish, subscribe or take part in a conference. Here is what the three share: the
 * candidates, the end of candidates, the data channel and the end.
 */
abstract sealed class Leg implements PeerEvents permits SendingLeg, Subscription {
    protected final Session session;
    protected final Services services;
    protected final Peer peer;
    private boolean described;
    private boolean gathered;
    private boolean trickleTold;
    private boolean started;
    private boolean channelOpen;
    private boolean channelTold;
    private boolean connected;
    private boolean closed;
    private final Future<?> limit;

    Leg(Session session) {
        this.session = session;
        this.services = session.services();
        this.peer = new Peer(services.engines(), services.settings(), services.timer(), this);
        // A browser whose transport is not up by then never gets one.
        this.limit = services.timer()
                .schedule(
                        () -> session.post(this::endUnlessConnected),
                        services.settings().connectSeconds(),
                        TimeUnit.SECONDS);
    }

    /** Goes on once the client's credentials are found good; ends the session with the refusal otherwise. */
    static void whenAllowed(Session session, CredentialKind kind, StreamName name, String refusal, Runnable then) {
        Services services = session.services();
        services.credentials()
                .allowed(kind.wireName(), name.name(), session.credentials())
                .thenAccept(allowed -> session.post(() -> {
                    if (allowed) {
                        then.run();
                    } else {
                        session.say(services.messages().error(refusal, name.name()));
                        session.end();
                    }
                }));
    }

    abstract String describe();

    /** A message that concerns the media, from the socket or the data channel. */
    abstract void handle(ClientMessage message);

    /** The media flow. */
    abstract void whenConnected();

    /** Releases what the kind of leg holds; the peer is closed afterwards. */
    abstract void release();

    final void command(ClientMessage message) {
        switch (message) {
            case ClientMessage.HandleCandidate(String mid, int index, String candidate) ->
                peer.candidate(mid, index, candidate);
            case ClientMessage.EndOfCandidates end -> {}
            case ClientMessage other -> handle(other);
        }
    }

    /** Both descriptions are known; the candidates are complete as soon as the node's own are. */
    final void described() {
        described = true;
        tellTrickle();
    }

    /** The client was told that its stream starts; from here on it may change over to the data channel. */
    final void started() {
        started = true;
        tellChannel();
    }

    final boolean livesWithoutSocket() {
        return channelOpen;
    }

    final boolean sayOnChannel(String message) {
        return peer.send(message);
    }

    final void close() {
        if (!closed) {
            closed = true;
            limit.cancel(false);
            release();
            peer.close();
        }
    }

    @Override
    public final void localCandidate(String mid, int index, String candidate) {
        session.post(() -> session.say(services.messages().candidate(mid, index, candidate)));
    }

    @Override
    public final void gathered() {
        session.post(() -> {
            gathered = true;
            tellTrickle();
        });
    }

    @Override
    public final void connected() {
        session.post(() -> {
            if (!connected) {
                connected = true;
                whenConnected();
            }
        });
    }

    @Override
    public final void lost() {
        session.post(session::end);
    }

    @Override
    public final void channelOpen(String label) {
        session.post(() -> {
            channelOpen = true;
            tellChannel();
        });
    }

    @Override
    public final void channelMessage(String text) {
        session.post(() -> session.channelMessage(text));
    }

    @Override
    public void picture(Picture picture) {}

    @Override
    public void sound(Sound sound) {}

    private void tellTrickle() {
        if (described && gathered && !trickleTold) {
            trickleTold = true;
            session.say(services.messages().trickleCompleted());
            trickleCompleted();
        }
    }

    /** The client has all candidates. */
    void trickleCompleted() {}

    private void tellChannel() {
        if (started && channelOpen && !channelTold) {
            channelTold = true;
            session.say(services.messages().channelAvailable());
        }
    }

    private void endUnlessConnected() {
        if (!connected && !closed) {
            session.end();
        }
    }
}
