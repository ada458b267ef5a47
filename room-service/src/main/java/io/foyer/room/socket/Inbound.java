package io.foyer.room.socket;

import io.foyer.edge.Reason;
import io.foyer.room.runtime.Protocol;
import io.foyer.room.runtime.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.VertxHandler;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What one client sends, between the decoder of its frames and the WebSocket: lets frames in as fast as they may come and are
 * dealt with. What comes faster is not lost: it waits, and nothing more is read meanwhile, so that the client has to wait.
 * Control frames count like messages, and a client that does not read is not read either. Invalid messages are answered; too many of
 * them end the connection. On the event loop of the connection only.
 */
final class Inbound extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = Logger.getLogger(Inbound.class);
    private static final double FORGIVEN_PER_SECOND = 0.1;

    /** Messages of one client that are carried out at once. */
    private static final int MAX_IN_PROGRESS = 32;

    private static final int MAX_EARLY = 2_000;

    private final ClientSocket socket;
    private final Protocol protocol;
    private final MeterRegistry metrics;
    private final TokenBucket frames;
    private final TokenBucket invalid;
    private final int maxBytes;

    /** What was read too early: what one read brings, and of that only so many. */
    private final Deque<WebSocketFrame> early = new ArrayDeque<>();

    private ChannelHandlerContext context;
    private int inProgress;
    private boolean resting;
    private boolean entered;

    Inbound(ClientSocket socket, Protocol protocol, SocketConfig config, MeterRegistry metrics) {
        this.socket = socket;
        this.protocol = protocol;
        this.metrics = metrics;
        this.maxBytes = config.maxBytes();
        int rate = config.messagesPerSecond();
        this.frames = new TokenBucket(rate, rate, System::nanoTime);
        this.invalid = new TokenBucket(config.maxInvalidMessages(), FORGIVEN_PER_SECOND, System::nanoTime);
    }

    /** Stands before the handler of Vert.x from now on; pings show whether the client is there, for all sockets on one wheel. */
    void join(ChannelPipeline pipeline) {
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
        pipeline.addBefore(pipeline.context(VertxHandler.class).name(), "foyer-inbound", this);
    }

    ClientSocket socket() {
        return socket;
    }

    /** The client is in its room. */
    void entered() {
        entered = true;
    }

    boolean hasEntered() {
        return entered;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        if (!(read instanceof WebSocketFrame frame)) {
            ctx.fireChannelRead(read);
            return;
        }
        socket.heard();
        early.add(frame);
        if (early.size() > MAX_EARLY) {
            refuse(Reason.TOO_MANY_MESSAGES);
        } else if (isEmptyStart(frame)) {
            // Vert.x would drop the message without a word.
            refuse(Reason.PROTOCOL_ERROR);
        }
        letIn();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        socket.flush();
        letInLate();
        ctx.fireChannelWritabilityChanged();
    }

    /** The decoder read the header of a frame that is too long, or of one that is none. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        if (!(failure instanceof CorruptedWebSocketFrameException corrupted)) {
            if (socket.isOpen() || !(failure instanceof ClosedChannelException)) {
                ctx.fireExceptionCaught(failure);
            }
        } else if (corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            tooBig();
        } else {
            refuse(Reason.PROTOCOL_ERROR);
        }
    }

    private void refuse(Reason reason) {
        count(reason);
        socket.refuse(reason, reason.sentence());
    }

    private static boolean isEmptyStart(WebSocketFrame frame) {
        return !frame.isFinalFragment()
                && !(frame instanceof ContinuationWebSocketFrame)
                && !frame.content().isReadable();
    }

    private void letIn() {
        if (!socket.isOpen()) {
            closing();
            return;
        }
        while (!early.isEmpty()
                && inProgress < MAX_IN_PROGRESS
                && context.channel().isWritable()) {
            long rest = frames.take();
            if (rest > 0) {
                restFor(rest);
                break;
            }
            WebSocketFrame frame = early.poll();
            if (frame instanceof PongWebSocketFrame) {
                // Nobody above sends pings.
                frame.release();
                continue;
            }
            if (isMessage(frame)) {
                inProgress++;
            } else if (frame instanceof CloseWebSocketFrame) {
                socket.leaving();
            }
            context.fireChannelRead(frame);
        }
        context.channel()
                .config()
                .setAutoRead(early.isEmpty() && context.channel().isWritable());
    }

    /** Of a connection that is being closed only the client's close frame is of interest. */
    private void closing() {
        while (!early.isEmpty()) {
            WebSocketFrame frame = early.poll();
            if (frame instanceof CloseWebSocketFrame) {
                context.fireChannelRead(frame);
            } else {
                frame.release();
            }
        }
        context.channel().config().setAutoRead(true);
    }

    private static boolean isMessage(WebSocketFrame frame) {
        return frame.isFinalFragment()
                && !(frame instanceof PingWebSocketFrame
                        || frame instanceof PongWebSocketFrame
                        || frame instanceof CloseWebSocketFrame);
    }

    private void restFor(long nanos) {
        if (!resting) {
            resting = true;
            context.channel()
                    .eventLoop()
                    .schedule(
                            () -> {
                                resting = false;
                                letInLate();
                            },
                            nanos,
                            TimeUnit.NANOSECONDS);
        }
    }

    /** Outside of a read: those behind are told that it is complete, for they write when they hear that. */
    private void letInLate() {
        if (!context.isRemoved()) {
            letIn();
            context.fireChannelReadComplete();
        }
    }

    void message(String text) {
        if (!socket.isOpen()) {
            return;
        }
        try {
            protocol.received(socket, text)
                    .whenComplete((done, failure) -> context.executor().execute(() -> finished(failure)));
        } catch (RuntimeException e) {
            finished(e);
        }
    }

    private void finished(Throwable failure) {
        // What was read before this handler stood there was not counted.
        inProgress = Math.max(0, inProgress - 1);
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            count(refusal.reason());
            if (invalid.take() > 0) {
                socket.refuse(Reason.POLICY, "too many invalid messages");
            }
        } else if (cause != null) {
            LOG.errorf(cause, "message not handled room=%s", socket.room().text());
            socket.error(Reason.INTERNAL, "the server failed to do this");
        }
        if (!early.isEmpty()) {
            letInLate();
        }
    }

    /** A message came that is longer than any may be. */
    void tooBig() {
        if (socket.isOpen()) {
            count(Reason.TOO_BIG);
            socket.refuse(Reason.TOO_BIG, "a message may have " + maxBytes + " bytes");
        }
    }

    private void count(Reason reason) {
        metrics.counter("foyer.room.messages.invalid", "reason", reason.id()).increment();
    }
}
