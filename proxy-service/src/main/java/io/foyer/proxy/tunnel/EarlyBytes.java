package io.foyer.proxy.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Notices a client that sends more before its handshake was answered, which it must not (RFC 6455 section 4.1). The HTTP
 * server would take such bytes for the next request, and lose what it had read of them when the connection becomes a
 * tunnel. So they are stopped here, on both sides of the HTTP decoder: it may have read them in one piece with the handshake.
 */
final class EarlyBytes extends ChannelInboundHandlerAdapter {
    private static final String DECODER = "httpDecoder";

    private final ChannelPipeline pipeline;
    private Runnable onBytes = () -> {};
    private boolean seen;

    private EarlyBytes(ChannelPipeline pipeline) {
        this.pipeline = pipeline;
    }

    static EarlyBytes watch(HttpServerRequest request) {
        HttpServerConnection connection = (HttpServerConnection) request.connection();
        ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
        EarlyBytes watch = new EarlyBytes(pipeline);
        pipeline.addBefore(DECODER, "before", watch).addAfter(DECODER, "after", watch);
        return watch;
    }

    /** Tells once; nothing more gets through then. */
    void onBytes(Runnable listener) {
        onBytes = listener;
    }

    boolean seen() {
        return seen;
    }

    /** The handshake was answered. */
    void stop() {
        onBytes = () -> {};
        if (pipeline.get("before") != null) {
            pipeline.remove("before");
        }
        if (pipeline.get("after") != null) {
            pipeline.remove("after");
        }
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean early = message instanceof ByteBuf || message instanceof HttpRequest;
        if (!early && !seen) {
            context.fireChannelRead(message); // the end of the handshake itself
            return;
        }
        ReferenceCountUtil.release(message);
        if (!seen) {
            seen = true;
            onBytes.run();
        }
    }
}
