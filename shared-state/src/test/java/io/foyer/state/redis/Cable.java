package io.foyer.state.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way of one process to Redis, which a test can cut, or let fall silent without a word. */
final class Cable implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> ends = ConcurrentHashMap.newKeySet();
    private final int redisPort;
    private NetServer server;
    private int port;

    private Cable(int redisPort) {
        this.redisPort = redisPort;
        mend();
    }

    static Cable to(int redisPort) {
        return new Cable(redisPort);
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Connections break, and new ones are refused. */
    void cut() {
        if (server != null) {
            done(server.close());
            server = null;
        }
        ends.forEach(NetSocket::close);
        ends.clear();
    }

    void mend() {
        if (server == null) {
            server = vertx.createNetServer().connectHandler(this::connect);
            port = done(server.listen(port, "127.0.0.1")).actualPort();
        }
    }

    /** What is connected stays so, but nothing comes through any more; new connections are good. */
    void silence() {
        ends.forEach(NetSocket::pause);
    }

    private void connect(NetSocket near) {
        near.pause();
        client.connect(redisPort, "127.0.0.1")
                .onSuccess(far -> {
                    ends.add(near);
                    ends.add(far);
                    near.closeHandler(closed -> far.close());
                    far.closeHandler(closed -> near.close());
                    near.pipeTo(far);
                    far.pipeTo(near);
                })
                .onFailure(refused -> near.close());
    }

    @Override
    public void close() {
        done(vertx.close());
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
