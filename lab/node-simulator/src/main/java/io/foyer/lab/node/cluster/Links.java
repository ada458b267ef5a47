package io.foyer.lab.node.cluster;

import io.foyer.lab.node.media.StreamListener;
import io.foyer.lab.node.media.StreamName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** The calling side of the cluster link. */
public final class Links {
    private static final int CONNECT_MILLIS = 2000;

    private final Vertx vertx;
    private final WebSocketClient client;
    private final LongAdder dropped = new LongAdder();
    private final String node;

    /** @param node identifier of this node, for the other one's log */
    public Links(Vertx vertx, String node) {
        this.vertx = vertx;
        this.node = node;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxConnections(500)
                .setMaxFrameSize(LinkFrame.MAX_BYTES)
                .setMaxMessageSize(LinkFrame.MAX_BYTES));
    }

    /** Frames that were not sent because a link was slow. */
    public long dropped() {
        return dropped.sum();
    }

    /** Fetches a stream; fails when the other node does not have it. The listener hears the end of the link as the end. */
    public Future<WebSocket> pull(Address from, StreamName name, StreamListener to) {
        return connect(from, name, "pull", socket -> {
            socket.binaryMessageHandler(frame -> LinkFrame.deliver(frame.getBytes(), to));
            socket.textMessageHandler(to::message);
            socket.closeHandler(closed -> to.ended());
        });
    }

    /** Opens a link that publishes a stream at the other node; fails when the name is in use there. */
    public Future<Push> push(Address to, StreamName name) {
        return connect(to, name, "push", socket -> {}).map(socket -> new Push(socket, new LinkSender(socket, dropped)));
    }

    /** @param listen is called before the first frame is read, for which it has to be done on the event loop */
    private Future<WebSocket> connect(Address to, StreamName name, String mode, Consumer<WebSocket> listen) {
        String uri = LinkServer.PATH + "?guid=" + encode(name.guid()) + "&scope=" + encode(name.scope()) + "&mode="
                + mode + "&node=" + encode(node);
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(to.host())
                .setPort(to.port())
                .setURI(uri)
                .setTimeout(CONNECT_MILLIS);
        Promise<WebSocket> opened = Promise.promise();
        vertx.runOnContext(ignored -> client.connect(options)
                .onSuccess(socket -> socket.exceptionHandler(broken -> {}))
                .onSuccess(listen::accept)
                .onComplete(opened));
        return opened.future();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** An open link to publish over. */
    public record Push(WebSocket socket, StreamListener sender) {}
}
