package io.foyer.lab.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.lab.node.auth.CredentialCheck;
import io.foyer.lab.node.cluster.LinkServer;
import io.foyer.lab.node.cluster.Links;
import io.foyer.lab.node.cluster.Provisions;
import io.foyer.lab.node.cluster.StreamFinder;
import io.foyer.lab.node.faults.Faults;
import io.foyer.lab.node.http.Calls;
import io.foyer.lab.node.http.NodeApi;
import io.foyer.lab.node.http.StateReport;
import io.foyer.lab.node.media.EnginePool;
import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.StreamTable;
import io.foyer.lab.node.mixing.Composition;
import io.foyer.lab.node.mixing.Compositions;
import io.foyer.lab.node.mixing.Groups;
import io.foyer.lab.node.registry.Heartbeat;
import io.foyer.lab.node.registry.RegistryClient;
import io.foyer.lab.node.settings.NodeSettings;
import io.foyer.lab.node.signaling.JoinLog;
import io.foyer.lab.node.signaling.ServerMessages;
import io.foyer.lab.node.signaling.Services;
import io.foyer.lab.node.signaling.Sessions;
import io.foyer.lab.node.webhook.Webhooks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A node with all its parts put together, listening. */
public final class RunningNode implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 2 << 20;
    private static final int TIMER_THREADS = 4;
    /** More than any call to the registry may take. */
    private static final int STEP_SECONDS = 4;

    private final NodeSettings settings;
    private final Vertx vertx;
    private final ScheduledExecutorService timer;
    private final AtomicInteger port = new AtomicInteger();
    private final EnginePool engines;
    private final Sessions sessions;
    private final Compositions compositions;
    private final RegistryClient registry;
    private final Heartbeat heartbeat;
    private final LinkServer linkServer;
    private final NodeApi api;

    private RunningNode(NodeSettings settings, InstantSource clock, Runnable halt) {
        this.settings = settings;
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
        // What is scheduled while the node stops is of no use to anybody any more.
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                TIMER_THREADS, RunningNode::timerThread, new ThreadPoolExecutor.DiscardPolicy());
        executor.setRemoveOnCancelPolicy(true);
        this.timer = executor;
        ObjectMapper json = new ObjectMapper();
        Calls calls = new Calls(vertx);
        Faults faults = new Faults(settings.faults(), settings.slowMillis());
        StreamTable streams = new StreamTable(clock);
        Webhooks webhooks = new Webhooks(settings, calls, json, clock);
        Provisions provisions = new Provisions(clock);
        Links links = new Links(vertx, settings.id());
        this.engines = new EnginePool(settings.maxSessions());
        this.registry = new RegistryClient(settings, calls, json, this::linkPort);
        StreamFinder finder = new StreamFinder(streams, links, registry, clock, timer);
        this.compositions = new Compositions(order -> Composition.start(
                order, new Composition.Tools(vertx, settings, json, timer, links, finder, webhooks, this::linkPort)));
        Services services = new Services(
                settings,
                json,
                new ServerMessages(json),
                clock,
                timer,
                faults,
                engines,
                streams,
                finder,
                provisions,
                new Groups(streams, timer),
                webhooks,
                new CredentialCheck(settings.authUrl(), calls, json),
                new JoinLog());
        this.sessions = new Sessions(services);
        this.linkServer = new LinkServer(streams);
        this.heartbeat = new Heartbeat(
                settings,
                registry,
                json,
                clock,
                timer,
                faults,
                streams,
                finder,
                provisions,
                compositions,
                port::get,
                sessions::size);
        StateReport state = new StateReport(services, sessions, compositions, linkServer, links, port::get);
        this.api = new NodeApi(json, streams, provisions, faults, settings.apiToken(), state::report, halt);
        streams.observe(reporting(webhooks));
    }

    /**
     * Starts a node.
     *
     * @param halt ends the process at once; called on demand of {@link io.foyer.lab.node.faults.Fault#DIE}
     * @throws NodeStartException when it cannot listen
     */
    public static RunningNode start(NodeSettings settings, InstantSource clock, Runnable halt) {
        RunningNode node = new RunningNode(settings, clock, halt);
        node.listen();
        node.engines.warmUp();
        if (node.registry.known() && settings.heartbeat()) {
            node.heartbeat.start();
        }
        return node;
    }

    /** The bound TCP port. */
    public int port() {
        return port.get();
    }

    /** Ends every session, leaves the registry and stops listening; takes a moment, or some seconds when the registry is mute. */
    @Override
    public void close() {
        Future<?> lastReport = heartbeat.stop();
        compositions.stopAll();
        sessions.endAll();
        if (registry.known() && settings.heartbeat()) {
            await(lastReport);
            await(registry.leave());
        }
        timer.shutdownNow();
        await(vertx.close());
    }

    private void listen() {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setHost(settings.address())
                .setPort(settings.port())
                .setTcpNoDelay(true)
                .setMaxInitialLineLength(64 * 1024)
                .setMaxHeaderSize(64 * 1024)
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setWebSocketSubProtocols(List.of("json")));
        server.webSocketHandler(this::route);
        server.requestHandler(api::handle);
        try {
            port.set(server.listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .actualPort());
        } catch (ExecutionException | TimeoutException failed) {
            vertx.close();
            throw NodeStartException.cannotListen(settings.address(), settings.port(), failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NodeStartException("Interrupted at start");
        }
    }

    private void route(ServerWebSocket socket) {
        if (LinkServer.PATH.equals(socket.path())) {
            linkServer.accept(socket);
        } else {
            sessions.accept(socket);
        }
    }

    private int linkPort() {
        return settings.linkPort() == 0 ? port.get() : settings.linkPort();
    }

    private static StreamTable.Observer reporting(Webhooks webhooks) {
        return new StreamTable.Observer() {
            @Override
            public void started(LiveStream stream) {
                webhooks.post("stream-published", stream.name().guid(), stream.source());
            }

            @Override
            public void stopped(LiveStream stream) {
                webhooks.post("stream-unpublished", stream.name().guid(), stream.source());
            }
        };
    }

    private static Thread timerThread(Runnable work) {
        Thread thread = new Thread(work, "timer");
        thread.setDaemon(true);
        return thread;
    }

    private static void await(Future<?> step) {
        try {
            step.toCompletionStage().toCompletableFuture().get(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException gaveUp) {
            // the node leaves anyway; the registry notices its silence
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
