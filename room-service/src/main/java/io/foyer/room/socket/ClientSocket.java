package io.foyer.room.socket;

import io.foyer.edge.Reason;
import io.foyer.name.Scope;
import io.foyer.room.runtime.Client;
import io.foyer.room.runtime.Frame;
import io.foyer.room.runtime.Protocol;
import io.foyer.room.runtime.Role;
import io.foyer.room.runtime.Update;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One connection: sends what is offered as fast as its client takes it, and notices when the client is gone. Shared frames are
 * written straight to the channel, below the WebSocket that received the handshake (ADR 0012); what the channel does not
 * take waits in the {@link Outbox}. Everything but {@link #reply} and {@link #cut} happens on the event loop of the connection.
 *
 * <pre>
 *   OPEN --refuse, stalled: close frame--> CLOSING --client closes, or does not in time: cut--> ENDED
 *   OPEN --client gone, drain: cut--> ENDED
 * </pre>
 */
final class ClientSocket implements Client {
    /** A ping comes every interval; with two of them unanswered the client is gone. */
    private static final int MAX_UNANSWERED = 2;

    private static final long CLOSING_SECONDS = 2;

    private final WebSocketConnection webSocket;
    private final Channel channel;
    private final Handshake.Conference handshake;
    private final Protocol protocol;
    private final SocketConfig config;
    private final MeterRegistry metrics;
    private final Outbox outbox = new Outbox();
    private State state = new Open();

    /** Of the last update: it is never followed by an older one. */
    private long version;

    private sealed interface State {}

    /** Sends, and is pinged. */
    private static final class Open implements State {
        private int unanswered;

        /** Since when the client takes nothing though something waits for it; null while it does. */
        private Long blockedSince;
    }

    /** Said why it ends. Nothing more is sent or heard. */
    private record Closing() implements State {}

    private record Ended() implements State {}

    ClientSocket(
            WebSocketConnection webSocket,
            Channel channel,
            Handshake.Conference handshake,
            Protocol protocol,
            SocketConfig config,
            MeterRegistry metrics) {
        this.webSocket = webSocket;
        this.channel = channel;
        this.handshake = handshake;
        this.protocol = protocol;
        this.config = config;
        this.metrics = metrics;
    }

    /** The connection is no more, for whatever reason. */
    void ended() {
        state = new Ended();
    }

    boolean isOpen() {
        return state instanceof Open;
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
    public Executor loop() {
        return channel.eventLoop();
    }

    @Override
    public void update(Update update) {
        if (update.version() <= version || !(state instanceof Open open)) {
            return;
        }
        version = update.version();
        if (outbox.isEmpty() && channel.isWritable()) {
            update.messages().forEach(message -> write(message.frame()));
            flush(open, true);
        } else {
            update.messages().forEach(outbox::put);
            flush();
        }
    }

    @Override
    public void reply(Frame frame) {
        onLoop(() -> {
            outbox.reply(frame);
            flush();
        });
    }

    void error(Reason reason, String text) {
        reply(protocol.error(reason, text));
    }

    /** The client showed that it is alive. */
    void heard() {
        if (state instanceof Open open) {
            open.unanswered = 0;
        }
    }

    /** The client said goodbye: nothing may follow the close frame that it is answered with. */
    void leaving() {
        if (state instanceof Open) {
            state = new Closing();
        }
    }

    /** Says why, closes with a close frame, and cuts a client that does not close. What still waits is not sent any more. */
    void refuse(Reason reason, String text) {
        onLoop(() -> {
            if (state instanceof Open && channel.isActive()) {
                state = new Closing();
                metrics.counter("foyer.room.closes", "reason", reason.id()).increment();
                write(protocol.error(reason, text));
                webSocket.close(new CloseReason(reason.closeCode())).subscribe().with(closed -> {}, failure -> {});
                channel.eventLoop().schedule(this::cut, CLOSING_SECONDS, TimeUnit.SECONDS);
                // For the client's close frame; everything before it is dropped.
                channel.config().setAutoRead(true);
            }
        });
    }

    /**
     * Breaks the connection without a close frame; the client sees 1006 and comes back. Vert.x and the handler of its
     * WebSocket would say goodbye first, which strands pages that only come back after an abnormal end: so it is closed below
     * them.
     */
    void cut() {
        onLoop(() -> {
            state = new Ended();
            if (channel.isOpen()) {
                channel.pipeline().firstContext().close();
            }
        });
    }

    /** Sends what waits as far as the channel takes it, with one flush; called again when the channel takes more. */
    void flush() {
        if (!(state instanceof Open open)) {
            return;
        }
        boolean wrote = false;
        while (channel.isWritable() && !outbox.isEmpty()) {
            write(outbox.poll());
            wrote = true;
        }
        flush(open, wrote);
    }

    private void write(Frame frame) {
        ChannelHandlerContext writer = writer();
        writer.write(frame.duplicate(), writer.voidPromise());
    }

    private void flush(Open open, boolean wrote) {
        if (wrote) {
            writer().flush();
        }
        boolean blocked = !channel.isWritable() || !outbox.isEmpty();
        if (!blocked) {
            open.blockedSince = null;
        } else if (wrote || open.blockedSince == null) {
            // It took something a moment ago, or else there would have been no place to write to.
            open.blockedSince = System.nanoTime();
        }
    }

    /** Once per ping interval. */
    void tick() {
        if (!(state instanceof Open open)) {
            return;
        }
        flush();
        if (open.blockedSince != null
                && System.nanoTime() - open.blockedSince > config.stalled().toNanos()) {
            refuse(Reason.SLOW_READER, Reason.SLOW_READER.sentence());
        } else if (!channel.config().isAutoRead()) {
            // Its answers cannot be heard: it is not read, because it sends too fast or takes nothing.
            open.unanswered = 0;
        } else if (open.unanswered >= MAX_UNANSWERED) {
            cut();
        } else if (channel.isWritable()) {
            open.unanswered++;
            write(Frame.PING);
            writer().flush();
        }
    }

    private ChannelHandlerContext writer() {
        return channel.pipeline().context(Inbound.class);
    }

    private void onLoop(Runnable task) {
        if (channel.eventLoop().inEventLoop()) {
            task.run();
        } else {
            channel.eventLoop().execute(task);
        }
    }
}
