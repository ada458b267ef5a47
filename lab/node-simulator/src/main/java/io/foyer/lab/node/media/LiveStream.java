package io.foyer.lab.node.media;

import io.foyer.lab.node.webhook.Client;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One stream that this node carries, and everybody who listens to it. Holds no queue: what nobody takes is gone. */
public final class LiveStream implements StreamListener {
    /** Where the media come from. */
    public enum Kind {
        /** A browser published it. */
        PUBLISHED,
        /** A conference participant sends it. */
        PARTICIPANT,
        /** A mixer forwards it over the cluster link. */
        FORWARDED,
        /** Fetched from the node that publishes it. */
        PULLED
    }

    private final StreamName name;
    private final Kind kind;
    private final Client source;
    private final long startTime;
    private final Set<StreamListener> listeners = new CopyOnWriteArraySet<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger subscribers = new AtomicInteger();
    private final LongAdder pictures = new LongAdder();
    private final LongAdder sounds = new LongAdder();
    private volatile String lastMetadata = "";

    /** @param startTime epoch milliseconds */
    public LiveStream(StreamName name, Kind kind, Client source, long startTime) {
        this.name = name;
        this.kind = kind;
        this.source = source;
        this.startTime = startTime;
    }

    public StreamName name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** Who sends it, {@link Client#NONE} when another node does. */
    public Client source() {
        return source;
    }

    public long startTime() {
        return startTime;
    }

    /** Viewers in browsers, not cluster links. */
    public AtomicInteger subscribers() {
        return subscribers;
    }

    public long pictures() {
        return pictures.sum();
    }

    public long sounds() {
        return sounds.sum();
    }

    public boolean hasEnded() {
        return ended.get();
    }

    /** Adds a listener; one that comes after the end is told so at once. */
    public void listen(StreamListener listener) {
        listeners.add(listener);
        String metadata = lastMetadata;
        if (!metadata.isEmpty()) {
            listener.message(metadata);
        }
        if (ended.get() && listeners.remove(listener)) {
            listener.ended();
        }
    }

    public void unlisten(StreamListener listener) {
        listeners.remove(listener);
    }

    public int listenerCount() {
        return listeners.size();
    }

    @Override
    public void picture(Picture picture) {
        pictures.increment();
        for (StreamListener listener : listeners) {
            listener.picture(picture);
        }
    }

    @Override
    public void sound(Sound sound) {
        sounds.increment();
        for (StreamListener listener : listeners) {
            listener.sound(sound);
        }
    }

    @Override
    public void message(String json) {
        if (json.startsWith("{\"type\":\"metadata\"")) {
            lastMetadata = json;
        }
        for (StreamListener listener : listeners) {
            listener.message(json);
        }
    }

    @Override
    public void ended() {
        if (ended.compareAndSet(false, true)) {
            for (StreamListener listener : listeners) {
                if (listeners.remove(listener)) {
                    listener.ended();
                }
            }
        }
    }
}
