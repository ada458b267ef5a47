package io.foyer.room.socket;

import io.foyer.room.Later;
import io.foyer.room.conference.Messages;
import io.foyer.room.conference.RoomClient;
import io.foyer.room.conference.Slot;
import io.foyer.room.domain.RoomKey;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection: sends what is offered as fast as its client takes it, and notices when the client is gone. Offers may
 * come from any thread; everything else happens on the connection's own event loop.
 */
final class ClientSocket implements RoomClient {
    /** A ping comes every interval; with two of them unanswered the client is gone. */
    private static final int MOST_UNANSWERED = 2;

    private final ServerWebSocket webSocket;
    private final HttpConnection connection;
    private final Context context;
    private final Handshake.Conference handshake;
    private final Messages messages;
    private final SocketConfig config;
    private final Outbox outbox = new Outbox();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final Runnable gone;

    private long timer;
    private int unanswered;
    private long fullSince;
    private boolean closing;

    /** @param gone called once, when the connection has ended for whatever reason */
    ClientSocket(
            ServerWebSocket webSocket,
            HttpConnection connection,
            Context context,
            Handshake.Conference handshake,
            Messages messages,
            SocketConfig config,
            Runnable gone) {
        this.webSocket = webSocket;
        this.connection = connection;
        this.context = context;
        this.handshake = handshake;
        this.messages = messages;
        this.config = config;
        this.gone = gone;
    }

    void begin() {
        webSocket.pongHandler(ignored -> heard());
        webSocket.exceptionHandler(ignored -> {});
        webSocket.closeHandler(ignored -> {
            closing = true;
            context.owner().cancelTimer(timer);
            gone.run();
        });
        timer = context.owner().setPeriodic(config.ping().toMillis(), ignored -> context.runOnContext(v -> tick()));
    }

    @Override
    public RoomKey room() {
        return handshake.room();
    }

    @Override
    public Role role() {
        return handshake.role();
    }

    @Override
    public void offer(Slot slot, String text) {
        outbox.put(slot, text);
        flushSoon();
    }

    @Override
    public void complain(String text) {
        outbox.complain(messages.error(text));
        flushSoon();
    }

    /** The client showed that it is alive. */
    void heard() {
        unanswered = 0;
    }

    /** Says why, and closes with a close frame. */
    void refuse(String text, CloseCode code) {
        context.runOnContext(ignored -> {
            outbox.complain(messages.error(text));
            flush();
            close(code);
        });
    }

    /** Breaks the connection without a close frame; the client sees 1006 and comes back. */
    void cut() {
        context.runOnContext(ignored -> {
            closing = true;
            RawConnection.cut(connection);
        });
    }

    private void close(CloseCode code) {
        if (!closing) {
            closing = true;
            webSocket.close(code.code());
        }
    }

    private void flushSoon() {
        if (flushing.compareAndSet(false, true)) {
            context.runOnContext(ignored -> flush());
        }
    }

    private void flush() {
        flushing.set(false);
        while (!closing && !webSocket.writeQueueFull()) {
            String text = outbox.poll();
            if (text == null) {
                fullSince = 0;
                return;
            }
            webSocket.writeTextMessage(text);
        }
        if (!closing) {
            fullSince = fullSince == 0 ? Later.NANOS.getAsLong() : fullSince;
            webSocket.drainHandler(ignored -> {
                fullSince = 0;
                flush();
            });
        }
    }

    private void tick() {
        if (closing) {
            return;
        }
        if (unanswered >= MOST_UNANSWERED) {
            cut();
        } else if (fullSince != 0
                && Later.NANOS.getAsLong() - fullSince > config.stalled().toNanos()) {
            close(CloseCode.OVERLOAD);
            cut();
        } else {
            unanswered++;
            webSocket.writePing(Buffer.buffer());
        }
    }
}
