package io.foyer.room.socket;

import io.foyer.name.Scope;
import io.foyer.room.Later;
import io.foyer.room.conference.ConferenceMessages;
import io.foyer.room.runtime.Client;
import io.foyer.room.runtime.Frame;
import io.foyer.room.runtime.Role;
import io.foyer.room.runtime.Update;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection: sends what is offered as fast as its client takes it, and notices when the client is gone. One message
 * is on its way at a time; what is offered meanwhile waits in the {@link Outbox}. Offers may come from any thread;
 * everything else happens on the connection's own event loop.
 */
final class ClientSocket implements Client {
    /** A ping comes every interval; with two of them unanswered the client is gone. */
    private static final int MOST_UNANSWERED = 2;

    private final WebSocketConnection webSocket;
    private final HttpConnection transport;
    private final Context context;
    private final Handshake.Conference handshake;
    private final ConferenceMessages messages;
    private final SocketConfig config;
    private final Outbox outbox = new Outbox();
    private final AtomicBoolean flushing = new AtomicBoolean();

    private long timer;
    private int unanswered;
    private boolean sending;
    private long sendingSince;
    private boolean closing;

    ClientSocket(
            WebSocketConnection webSocket,
            HttpConnection transport,
            Context context,
            Handshake.Conference handshake,
            ConferenceMessages messages,
            SocketConfig config) {
        this.webSocket = webSocket;
        this.transport = transport;
        this.context = context;
        this.handshake = handshake;
        this.messages = messages;
        this.config = config;
    }

    void begin() {
        timer = context.owner().setPeriodic(config.ping().toMillis(), ignored -> context.runOnContext(v -> tick()));
    }

    /** The connection is no more, for whatever reason. */
    void ended() {
        closing = true;
        context.owner().cancelTimer(timer);
    }

    @Override
    public Scope room() {
        return handshake.room();
    }

    @Override
    public Role role() {
        return handshake.role();
    }

    @Override
    public String id() {
        return webSocket.id();
    }

    @Override
    public void update(Update update) {
        outbox.put(update);
        flushSoon();
    }

    @Override
    public void reply(Frame frame) {
        outbox.reply(frame);
        flushSoon();
    }

    void error(String id, String text) {
        reply(messages.error(id, text));
    }

    /** The client showed that it is alive. */
    void heard() {
        unanswered = 0;
    }

    /** Says why, and closes with a close frame. What still waits is not sent any more. */
    void refuse(String id, String text, CloseCode code) {
        context.runOnContext(ignored -> {
            if (!closing) {
                webSocket.sendText(messages.error(id, text).text()).subscribe().with(sent -> {}, failure -> {});
                close(code);
            }
        });
    }

    /** Breaks the connection without a close frame; the client sees 1006 and comes back. */
    void cut() {
        context.runOnContext(ignored -> {
            closing = true;
            RawConnection.cut(transport);
        });
    }

    private void close(CloseCode code) {
        if (!closing) {
            closing = true;
            webSocket.close(new CloseReason(code.code())).subscribe().with(closed -> {}, failure -> {});
        }
    }

    private void flushSoon() {
        if (flushing.compareAndSet(false, true)) {
            context.runOnContext(ignored -> {
                flushing.set(false);
                flush();
            });
        }
    }

    private void flush() {
        if (closing || sending) {
            return;
        }
        Frame frame = outbox.poll();
        if (frame != null) {
            sending = true;
            sendingSince = Later.NANOS.getAsLong();
            // After a failure nothing more is sent: the connection is about to end.
            webSocket.sendText(frame.text()).subscribe().with(ignored -> sent(), failure -> {});
        }
    }

    private void sent() {
        sending = false;
        if (!outbox.isEmpty()) {
            flushSoon();
        }
    }

    private void tick() {
        if (closing) {
            return;
        }
        if (unanswered >= MOST_UNANSWERED) {
            cut();
        } else if (sending
                && Later.NANOS.getAsLong() - sendingSince > config.stalled().toNanos()) {
            close(CloseCode.OVERLOAD);
            cut();
        } else {
            unanswered++;
            webSocket.sendPing(Buffer.buffer()).subscribe().with(ignored -> {}, failure -> {});
        }
    }
}
