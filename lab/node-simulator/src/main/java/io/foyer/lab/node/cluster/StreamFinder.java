package io.foyer.lab.node.cluster;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.StreamListener;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.media.StreamTable;
import io.foyer.lab.node.webhook.Client;
import io.vertx.core.http.WebSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Finds a stream for somebody who wants to watch: here, or at the node that the registry names, from which it is then
 * pulled once for all viewers. A pulled stream nobody listens to for ten seconds is let go.
 */
public final class StreamFinder {
    private static final int LIMIT = 200;
    private static final long IDLE_SECONDS = 10;

    private final StreamTable local;
    private final Links links;
    private final PublisherLookup registry;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final Map<String, CompletableFuture<Optional<LiveStream>>> pulled = new ConcurrentHashMap<>();

    public StreamFinder(
            StreamTable local,
            Links links,
            PublisherLookup registry,
            InstantSource clock,
            ScheduledExecutorService timer) {
        this.local = local;
        this.links = links;
        this.registry = registry;
        this.clock = clock;
        this.timer = timer;
    }

    /** Never fails: a stream that cannot be had is empty. */
    public CompletableFuture<Optional<LiveStream>> find(StreamName name) {
        Optional<LiveStream> here = local.live(name);
        if (here.isPresent()) {
            return CompletableFuture.completedFuture(here);
        }
        if (!registry.known() || pulled.size() >= LIMIT) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<LiveStream>> fresh = new CompletableFuture<>();
        CompletableFuture<Optional<LiveStream>> present = pulled.putIfAbsent(name.guid(), fresh);
        if (present != null) {
            return present;
        }
        fetch(name, fresh);
        return fresh;
    }

    public List<LiveStream> pulled() {
        return pulled.values().stream()
                .filter(future -> future.isDone() && !future.isCompletedExceptionally())
                .flatMap(future -> future.join().stream())
                .toList();
    }

    private void fetch(StreamName name, CompletableFuture<Optional<LiveStream>> result) {
        LiveStream stream = new LiveStream(name, LiveStream.Kind.PULLED, Client.NONE, clock.millis());
        stream.listen(new StreamListener() {
            @Override
            public void ended() {
                pulled.remove(name.guid(), result);
            }
        });
        registry.publisherOf(name)
                .compose(address -> links.pull(address, name, stream))
                .onSuccess(socket -> {
                    result.complete(Optional.of(stream));
                    timer.schedule(() -> dropWhenIdle(stream, socket), IDLE_SECONDS, TimeUnit.SECONDS);
                })
                .onFailure(notLive -> {
                    pulled.remove(name.guid(), result);
                    result.complete(Optional.empty());
                });
    }

    private void dropWhenIdle(LiveStream stream, WebSocket socket) {
        if (stream.hasEnded()) {
            return;
        }
        // One listener is the finder itself.
        if (stream.listenerCount() <= 1) {
            socket.close();
        } else {
            timer.schedule(() -> dropWhenIdle(stream, socket), IDLE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
