package io.foyer.lab.node.cluster;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.media.StreamTable;
import io.foyer.lab.node.webhook.Client;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The serving side of the cluster link, our stand-in for the vendor's RTMP link between nodes:
 * {@code ws://<node>:<port>/cluster/link?guid=<scope>/<name>} sends a stream that this node publishes, with
 * {@code &mode=push} it takes one. 404 when the stream is not live here, 409 when the name is in use.
 */
public final class LinkServer {
    public static final String PATH = "/cluster/link";

    private final StreamTable streams;
    private final LongAdder dropped = new LongAdder();

    public LinkServer(StreamTable streams) {
        this.streams = streams;
    }

    /** Frames that were not sent because a link was slow. */
    public long dropped() {
        return dropped.sum();
    }

    public void accept(ServerWebSocket socket) {
        Map<String, List<String>> query = new QueryStringDecoder("?" + socket.query()).parameters();
        Optional<StreamName> name = first(query, "guid").flatMap(StreamName::parse);
        if (name.isEmpty()) {
            socket.reject(400);
        } else if (first(query, "mode").orElse("pull").equals("push")) {
            take(socket, split(name.get(), first(query, "scope")));
        } else {
            give(socket, split(name.get(), first(query, "scope")));
        }
    }

    private void give(ServerWebSocket socket, StreamName name) {
        Optional<LiveStream> stream = streams.live(name);
        if (stream.isEmpty()) {
            socket.reject(404);
            return;
        }
        socket.accept();
        LinkSender sender = new LinkSender(socket, dropped);
        socket.closeHandler(closed -> stream.get().unlisten(sender));
        socket.exceptionHandler(broken -> {});
        stream.get().listen(sender);
    }

    private void take(ServerWebSocket socket, StreamName name) {
        Optional<LiveStream> stream = streams.take(name, LiveStream.Kind.FORWARDED, Client.NONE);
        if (stream.isEmpty()) {
            socket.reject(409);
            return;
        }
        socket.accept();
        socket.binaryMessageHandler(frame -> LinkFrame.deliver(frame.getBytes(), stream.get()));
        socket.textMessageHandler(stream.get()::message);
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> streams.release(stream.get()));
        streams.goLive(stream.get());
    }

    /** A stream name may contain slashes (nested rooms); the scope then says where it begins. */
    private static StreamName split(StreamName name, Optional<String> scope) {
        String guid = name.guid();
        return scope.filter(start -> guid.startsWith(start + "/"))
                .map(start -> new StreamName(start, guid.substring(start.length() + 1)))
                .orElse(name);
    }

    private static Optional<String> first(Map<String, List<String>> query, String key) {
        List<String> values = query.get(key);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }
}
