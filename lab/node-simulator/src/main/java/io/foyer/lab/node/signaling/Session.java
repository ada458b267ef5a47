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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One client, from its handshake until its media end: the socket is usually gone after a few seconds, when the client
 * changes over to the data channel.
 *
 * <p>All that happens to a session runs on its own thread, one thing after the other; at most {@value #QUEUE} things
 * wait, then the session is ended.
 */
public final class Session {
    private static final Logger LOG = Logger.getLogger(Session.class.getName());
    private static final int QUEUE = 1024;
    private static final int EARLY_CANDIDATES = 64;

    private final String id;
    private final Services services;
    private final String scope;
    private final Query query;
    private final Client client;
    private final ServerWebSocket socket;
    private final Runnable whenEnded;
    private final ThreadPoolExecutor thread;
    /** A session that began in silence stays silent. */
    private final boolean silent;

    private final List<ClientMessage> early = new ArrayList<>();
    private volatile Leg leg;
    private volatile boolean socketOpen = true;
    private boolean changedOver;
    private volatile boolean ended;

    Session(String id, Services services, ServerWebSocket socket, Runnable whenEnded) {
        this.id = id;
        this.services = services;
        this.socket = socket;
        this.whenEnded = whenEnded;
        this.silent = services.faults().active(Fault.SILENT);
        this.scope = new StreamName(socket.path(), "").scope();
        this.query = new Query(socket.query());
        this.client = new Client(query.get("username"), socket.headers().get("User-Agent"));
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), work -> {
            Thread made = new Thread(work, "session-" + id);
            made.setDaemon(true);
            return made;
        });
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
        return socketOpen;
    }

    Services services() {
        return services;
    }

    Client client() {
        return client;
    }

    Credentials credentials() {
        return query.credentials();
    }

    /** Runs on the session's thread, unless the session has ended. */
    void post(Runnable work) {
        try {
            thread.execute(() -> {
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
        } catch (RejectedExecutionException full) {
            if (!ended) {
                LOG.warning("session=" + id + " ended: more than " + QUEUE + " events waiting");
                services.timer().execute(this::end);
            }
        }
    }

    /** Sends on the socket, late if the node is told to be slow; false when the socket is gone. */
    boolean say(String message) {
        if (!socketOpen) {
            return false;
        }
        later(() -> socket.writeTextMessage(message));
        return true;
    }

    /** Sends wherever the client listens: on the data channel once it has changed over. */
    void sayAnywhere(String message) {
        if (!changedOver || !sayOnChannel(message)) {
            if (!say(message)) {
                sayOnChannel(message);
            }
        }
    }

    /** For what a client waits for even while it changes over, when only it knows where it listens. */
    void sayEverywhere(String message) {
        say(message);
        sayOnChannel(message);
    }

    private boolean sayOnChannel(String message) {
        return leg != null && leg.sayOnChannel(message);
    }

    /** A leg has begun to carry the session; one that carried it before ends. */
    void carriedBy(Leg next) {
        if (leg != null) {
            leg.close();
        }
        leg = next;
        early.forEach(next::command);
        early.clear();
    }

    void closeSocket() {
        if (socketOpen) {
            socketOpen = false;
            later(() -> socket.close());
        }
    }

    /** Ends everything: media, stream, socket. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (leg != null) {
            leg.close();
        }
        closeSocket();
        services.webhooks().post("connection-disconnect", guid(), client);
        thread.shutdown();
        whenEnded.run();
    }

    /** The name in webhooks that concern the connection and no stream. */
    private String guid() {
        String name = query.get("id");
        return new StreamName(scope, name.isEmpty() ? id : name).guid();
    }

    private void greet() {
        services.webhooks().post("websocket-connect", id, client);
        if (silent) {
            return;
        }
        if (services.faults().active(Fault.REJECT_CONNECT)
                || (services.credentials().required() && credentials().blank())) {
            say(services.messages().connectRejected());
            end();
            return;
        }
        services.webhooks().post("connection-connect", guid(), client);
        say(services.messages().connectSuccess());
        if (services.faults().active(Fault.CLOSE_EARLY)) {
            end();
        }
    }

    private void receive(String text) {
        if (ended || silent) {
            return;
        }
        switch (ClientMessage.parse(services.json(), text)) {
            case ClientMessage.IsAvailable(String name, boolean publisher) -> answerAvailability(name, publisher);
            case ClientMessage.HandleOffer offer -> Publication.open(this, offer);
            case ClientMessage.JoinGroup join ->
                Participation.open(this, join, services.clock().millis());
            case ClientMessage.RequestOffer request -> Subscription.open(this, request);
            // The close of the socket follows, and the open data channel keeps the session alive.
            case ClientMessage.SwitchChannel announcement -> changedOver = true;
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
        changedOver = true;
        if (!ended && leg != null) {
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
        socketOpen = false;
        services.webhooks().post("websocket-disconnect", id, client);
        if (leg == null || !leg.livesWithoutSocket()) {
            end();
        }
    }

    private void later(Runnable write) {
        long delay = services.faults().messageDelayMillis();
        if (delay > 0) {
            services.timer().schedule(write, delay, TimeUnit.MILLISECONDS);
        } else {
            write.run();
        }
    }
}
