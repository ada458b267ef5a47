package io.foyer.lab.node.mixing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * Listens to the room backend as a mixing page does, and comes back when the connection breaks (the vendor's page does
 * not). While it is away the conference stays as it was last known.
 */
final class RoomFollower {
    private static final Logger LOG = Logger.getLogger(RoomFollower.class.getName());
    private static final long RETRY_MILLIS = 1000;

    private final Vertx vertx;
    private final WebSocketClient client;
    private final MixingPage page;
    private final ObjectMapper json;
    private final ScheduledExecutorService timer;
    private final Consumer<ConferenceList> changed;
    private volatile WebSocket socket;
    private volatile boolean stopped;

    RoomFollower(
            Vertx vertx,
            MixingPage page,
            ObjectMapper json,
            ScheduledExecutorService timer,
            Consumer<ConferenceList> changed) {
        this.vertx = vertx;
        this.page = page;
        this.json = json;
        this.timer = timer;
        this.changed = changed;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setTrustAll(true)
                .setVerifyHost(false)
                .setConnectTimeout(2000)
                .setMaxMessageSize(4 << 20)
                .setMaxFrameSize(4 << 20));
    }

    void start() {
        if (stopped) {
            return;
        }
        if (page.socketUrl().isEmpty()) {
            LOG.warning("composition=unfollowed reason=\"the mixing page names no room backend\"");
            return;
        }
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setAbsoluteURI(page.socketUrl()).setTimeout(4000);
        // On the event loop, so that it listens before the first frame is read.
        vertx.runOnContext(ignored -> {
            if (!stopped) {
                client.connect(options).onSuccess(this::listen).onFailure(unreachable -> again());
            }
        });
    }

    void stop() {
        stopped = true;
        WebSocket open = socket;
        if (open != null) {
            open.close();
        }
        client.close();
    }

    boolean connected() {
        WebSocket open = socket;
        return open != null && !open.isClosed();
    }

    private void listen(WebSocket opened) {
        socket = opened;
        opened.textMessageHandler(
                text -> ConferenceList.parse(json, text, page.room()).ifPresent(changed));
        opened.exceptionHandler(broken -> {});
        opened.closeHandler(closed -> again());
        if (stopped) {
            opened.close();
        }
    }

    private void again() {
        if (!stopped) {
            timer.schedule(this::start, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
