package io.foyer.lab.node.media;

import io.foyer.lab.node.webhook.Client;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The streams that enter the cluster at this node. A name is taken from the offer on and live from the publication on. */
public final class StreamTable {
    /** Told of streams that became live or ended, in order per stream. */
    public interface Observer {
        void started(LiveStream stream);

        void stopped(LiveStream stream);
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final List<Observer> observers = new CopyOnWriteArrayList<>();
    private final InstantSource clock;

    public StreamTable(InstantSource clock) {
        this.clock = clock;
    }

    public void observe(Observer observer) {
        observers.add(observer);
        entries.values().stream().filter(Entry::live).forEach(entry -> observer.started(entry.stream()));
    }

    public void forget(Observer observer) {
        observers.remove(observer);
    }

    /**
     * Takes the name; empty when it is in use.
     *
     * @param source who sends the stream, for webhooks
     */
    public Optional<LiveStream> take(StreamName name, LiveStream.Kind kind, Client source) {
        LiveStream stream = new LiveStream(name, kind, source, clock.millis());
        return entries.putIfAbsent(name.guid(), new Entry(stream, false)) == null
                ? Optional.of(stream)
                : Optional.empty();
    }

    public boolean isTaken(StreamName name) {
        return entries.containsKey(name.guid());
    }

    /** Makes a taken name live; without effect when it is already, or was released. */
    public void goLive(LiveStream stream) {
        boolean changed = entries.replace(stream.name().guid(), new Entry(stream, false), new Entry(stream, true));
        if (changed) {
            observers.forEach(observer -> observer.started(stream));
        }
    }

    /** Frees the name; a live stream ends for everybody who listens. */
    public void release(LiveStream stream) {
        String guid = stream.name().guid();
        if (entries.remove(guid, new Entry(stream, true))) {
            stream.ended();
            observers.forEach(observer -> observer.stopped(stream));
        } else {
            entries.remove(guid, new Entry(stream, false));
            stream.ended();
        }
    }

    public Optional<LiveStream> live(StreamName name) {
        Entry entry = entries.get(name.guid());
        return entry != null && entry.live() ? Optional.of(entry.stream()) : Optional.empty();
    }

    public List<LiveStream> live() {
        return entries.values().stream().filter(Entry::live).map(Entry::stream).toList();
    }

    private record Entry(LiveStream stream, boolean live) {}
}
