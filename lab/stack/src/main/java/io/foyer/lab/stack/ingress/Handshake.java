package io.foyer.lab.stack.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Asks a service for a WebSocket on a connection of its own and reads its answer.
 *
 * <p>Why not Vert.x's HTTP client: the socket that 4.5 gives after an upgrade never says that its write queue is full and never completes a write, so there
 * is no way to hold back a browser that sends faster than the service reads.
 */
final class Handshake {
    /** The text of a refusal; a service that says more is broken. */
    private static final int MOST_BODY = 1024 * 1024;

    private final Promise<Reply> reply = Promise.promise();
    private final EmbeddedChannel decoder = new EmbeddedChannel(new HttpResponseDecoder());
    private final NetSocket service;
    private final Buffer body = Buffer.buffer();
    private HttpResponse head;
    private boolean complete;

    /**
     * What the service says.
     *
     * @param body of a refusal; after an agreement (101) the first bytes of the WebSocket that came along with it
     */
    record Reply(int status, String message, MultiMap headers, Buffer body) {
        boolean agrees() {
            return status == 101;
        }
    }

    private Handshake(NetSocket service) {
        this.service = service;
    }

    /**
     * Fails when the connection breaks before the answer is complete, or with a {@link TimeoutException}; the connection is closed
     * then. After an agreement it is paused.
     */
    static Future<Reply> ask(Vertx vertx, NetSocket service, String target, MultiMap headers, long limitMillis) {
        Handshake handshake = new Handshake(service);
        long late =
                vertx.setTimer(limitMillis, fired -> handshake.fail(new TimeoutException("no answer to an upgrade")));
        service.handler(handshake::read);
        service.endHandler(end -> handshake.end());
        service.exceptionHandler(handshake::fail);
        service.closeHandler(closed -> handshake.end());
        StringBuilder request = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\n");
        for (Map.Entry<String, String> header : headers) {
            request.append(header.getKey())
                    .append(": ")
                    .append(header.getValue())
                    .append("\r\n");
        }
        service.write(Buffer.buffer(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1)));
        return handshake.reply.future().onComplete(done -> vertx.cancelTimer(late));
    }

    private void read(Buffer bytes) {
        decoder.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
        takeDecoded();
    }

    private void end() {
        // A refusal without a length ends with the connection.
        decoder.finish();
        takeDecoded();
        fail(new IllegalStateException("the service closed the connection"));
    }

    private void takeDecoded() {
        for (Object part = decoder.readInbound(); part != null; part = decoder.readInbound()) {
            try {
                take(part);
            } finally {
                ReferenceCountUtil.release(part);
            }
        }
        if (complete && head != null) {
            succeed();
        }
    }

    private void take(Object part) {
        if (part instanceof HttpResponse response) {
            head = response;
            if (response.decoderResult().isFailure()) {
                fail(response.decoderResult().cause());
            }
        }
        if (part instanceof HttpContent content) {
            append(content.content());
            complete |= content instanceof LastHttpContent;
        } else if (part instanceof ByteBuf afterAgreement) {
            append(afterAgreement);
        }
    }

    private void append(ByteBuf bytes) {
        body.appendBytes(ByteBufUtil.getBytes(bytes));
        if (body.length() > MOST_BODY) {
            fail(new IllegalStateException("the service refused with too many words"));
        }
    }

    private void succeed() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        head.headers().forEach(header -> headers.add(header.getKey(), header.getValue()));
        Reply said = new Reply(head.status().code(), head.status().reasonPhrase(), headers, body);
        if (said.agrees()) {
            service.pause();
        }
        if (reply.tryComplete(said) && !said.agrees()) {
            service.close();
        }
    }

    private void fail(Throwable cause) {
        if (reply.tryFail(cause)) {
            service.close();
        }
    }
}
