package io.foyer.proxy.tunnel;

import io.foyer.proxy.domain.session.Wire;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** One end's TCP connection. */
final class SocketWire implements Wire {
    private final NetSocket socket;
    private final Context context;
    private boolean gone;

    /** @param context of the event loop that the socket belongs to */
    SocketWire(NetSocket socket, Context context, int writeQueueSize) {
        this.socket = socket;
        this.context = context;
        socket.setWriteQueueMaxSize(writeQueueSize);
    }

    /** Tells what happens from now on: bytes, that all bytes came and the connection is gone, that it can take more. */
    void attach(Consumer<ByteBuffer> onBytes, Runnable onGone, Runnable onDrained) {
        Runnable goneOnce = () -> {
            if (!gone) {
                gone = true;
                onGone.run();
            }
        };
        socket.handler(buffer -> onBytes.accept(ByteBuffer.wrap(buffer.getBytes())));
        socket.endHandler(end -> goneOnce.run());
        socket.exceptionHandler(reset -> {}); // the close follows
        socket.closeHandler(closed -> {
            socket.resume(); // what was read before it closed is still to be delivered, then the end
            context.runOnContext(later -> goneOnce.run());
        });
        socket.drainHandler(drained -> onDrained.run());
    }

    @Override
    public void write(byte[] bytes) {
        socket.write(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
    }

    @Override
    public boolean full() {
        return socket.writeQueueFull();
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    @Override
    public void end() {
        socket.close();
    }

    @Override
    public void drop() {
        ((NetSocketInternal) socket).channelHandlerContext().close();
    }
}
