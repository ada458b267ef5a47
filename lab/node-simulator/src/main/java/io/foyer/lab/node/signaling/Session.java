package io.foyer.lab.node.signaling;

import io.foyer.lab.node.auth.Credentials;
import io.foyer.lab.node.faults.Fault;
import io.foyer.lab.node.media.PeerException;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.webhook.Client;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One client, from its handshake until its media end: the socket is usually gone after a few seconds, when the client
 * changes over to the data channel. All that happens to a session runs on its {@link SessionThread}.
 */
public final class Session {
    private static final Logger LOG = Logger.getLogger(Session.class.getName());
    private static final int EARLY_CANDIDATES = 64;

    private final String id;
    private final Services services;
    private final String scope;
    private final Query query;
    private final Client client;
    private final ServerWebSocket socket;
    private final Line line;
    private final Runnable whenEnded;
    private final SessionThread thread;
    /** A session that began in silence stays silent. */
    private final boolean silent;

    private final List<ClientMessage> early = new ArrayList<>();
    private volatile Leg leg;
    private boolean greeted;
    private final AtomicBoolean ended = new AtomicBoolean();

    Session(String id, Services services, ServerWebSocket socket, Runnable whenEnded) {
        this.id = id;
        this.services = services;
        this.socket = socket;
        this.line = new Line(
                socket::writeTextMessage, socket::close, services.faults()::messageDelayMillis, services.timer());
        this.whenEnded = whenEnded;
        this.silent = services.faults().active(Fault.SILENT);
        this.scope = new StreamName(socket.path(), "").scope();
        this.query = new Query(socket.query());
        this.client = new Client(query.get("username"), socket.headers().get("User-Agent"));
        this.thread = new SessionThread("session-" + id);
    }

    /** Greets the client and listens to it; call once, on the socket's event loop. */
    void start() {
        socket.textMessageHandler(text -> post(() -> receive(text)));
        socket.closeHandler(closed -> post(this::socketClosed));
        socket.exceptionHandler(broken -> {});
        post(this::greet);
    }

    public String id() {
        return id;
    }

    public String scope() {
        return scope;
    }

    public String describe() {
        Leg now = leg;
        return now == null ? "waiting" : now.describe();
    }

    public boolean socketOpen() {
        return line.isOpen();
    }

    Services services() {
        return services;
    }

    Client client() {
        return client;
    }

    /** For what does not go over the socket alone. */
    Line line() {
        return line;
    }

    Credentials credentials() {
        return query.credentials();
    }

    /** Runs on the session's thread, unless the session has ended; one for which too much waits is ended. */
    void post(Runnable work) {
        boolean taken = thread.post(() -> {
            try {
                work.run();
            } catch (PeerException refused) {
                say(services.messages().error("The media session failed", refused.getMessage()));
                end();
            } catch (Exception | Error defect) {
                LOG.log(Level.WARNING, "session=" + id + " ended by a defect", defect);
                end();
            }
        });
        if (!taken && !ended.get()) {
            LOG.warning("session=" + id + " ended: more than " + SessionThread.QUEUE + " events waiting");
            services.timer().execute(this::end);
        }
    }

    /** Sends on the socket, late if the node is told to be slow; false when the socket is gone. */
    boolean say(String message) {
        return line.say(message);
    }

    /** A leg has begun to carry the session; one that carried it before ends. */
    void carriedBy(Leg next) {
        if (leg != null) {
            leg.close();
        }
        leg = next;
        line.use(next::sayOnChannel);
        early.forEach(next::command);
        early.clear();
    }

    /** Ends everything: media, stream, socket. */
    void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        thread.end();
        if (leg != null) {
            leg.close();
        }
        if (line.close()) {
            report("websocket-disconnect", id);
        }
        if (greeted) {
            report("connection-disconnect", guid());
        }
        whenEnded.run();
    }

    private void report(String event, String guid) {
        services.webhooks().post(event, guid, client);
    }

    /** The name in webhooks that concern the connection and no stream. */
    private String guid() {
        String name = query.get("id");
        return new StreamName(scope, name.isEmpty() ? id : name).guid();
    }

    private void greet() {
        report("websocket-connect", id);
        if (silent) {
            return;
        }
        if (services.faults().active(Fault.REJECT_CONNECT)
                || (services.credentials().required() && credentials().blank())) {
            say(services.messages().connectRejected());
            end();
            return;
        }
        greeted = true;
        report("connection-connect", guid());
        say(services.messages().connectSuccess());
        if (services.faults().active(Fault.CLOSE_EARLY)) {
            end();
        }
    }

    private void receive(String text) {
        if (silent) {
            return;
        }
        switch (ClientMessage.parse(services.json(), text)) {
            case ClientMessage.IsAvailable(String name, boolean publisher) -> answerAvailability(name, publisher);
            case ClientMessage.HandleOffer offer -> Publication.open(this, offer);
            case ClientMessage.JoinGroup join ->
                Participation.open(this, join, services.clock().millis());
            case ClientMessage.RequestOffer request -> Subscription.open(this, request);
            // The close of the socket follows, and the open data channel keeps the session alive.
            case ClientMessage.SwitchChannel announcement -> line.changeOver();
            case ClientMessage.CallAdapter(String callId) ->
                say(services.messages().callRefused(callId));
            case ClientMessage.Malformed malformed -> LOG.fine("session=" + id + " sent something that is not JSON");
            case ClientMessage.Unknown(String first) -> LOG.fine("session=" + id + " sent an unknown message");
            case ClientMessage.RemoteLog log -> {}
            case ClientMessage other -> command(other);
        }
    }

    /** What came over the data channel: the same commands, nothing that begins a session. */
    void channelMessage(String text) {
        // It may be here before the socket's announcement: that one takes the longer way.
        line.changeOver();
        if (leg != null) {
            leg.command(ClientMessage.parse(services.json(), text));
        }
    }

    /** Candidates may overtake the offer, or its validation; they wait for the leg. */
    private void command(ClientMessage message) {
        if (leg != null) {
            leg.command(message);
        } else if (message instanceof ClientMessage.HandleCandidate && early.size() < EARLY_CANDIDATES) {
            early.add(message);
        }
    }

    private void answerAvailability(String name, boolean publisher) {
        StreamName asked = new StreamName(scope, name);
        if (publisher) {
            say(services.messages().available(services.streams().isTaken(asked)));
            return;
        }
        CompletableFuture<Boolean> found = services.finder().find(asked).thenApply(Optional::isPresent);
        found.exceptionally(lookupFailed -> false)
                .thenAccept(live -> post(() -> say(services.messages().available(live))));
    }

    private void socketClosed() {
        if (line.closed()) {
            report("websocket-disconnect", id);
        }
        if (leg == null || !leg.livesWithoutSocket()) {
            end();
        }
    }
}
