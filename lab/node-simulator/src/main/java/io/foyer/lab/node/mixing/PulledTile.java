package io.foyer.lab.node.mixing;

import io.foyer.lab.node.cluster.StreamFinder;
import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamListener;
import io.foyer.lab.node.media.StreamName;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One stream of a composition: looked for until it is live, held while it is, and looked for again when it ends. */
final class PulledTile implements StreamListener {
    private static final long RETRY_MILLIS = 500;

    private final StreamName name;
    private final StreamFinder finder;
    private final ScheduledExecutorService timer;
    private final Consumer<Sound> ear;
    private volatile LiveStream stream;
    private volatile Picture newest;
    private volatile boolean stopped;

    PulledTile(StreamName name, StreamFinder finder, ScheduledExecutorService timer, Consumer<Sound> ear) {
        this.name = name;
        this.finder = finder;
        this.timer = timer;
        this.ear = ear;
    }

    void start() {
        if (!stopped) {
            finder.find(name).thenAccept(found -> found.ifPresentOrElse(this::hold, this::again));
        }
    }

    void stop() {
        stopped = true;
        LiveStream held = stream;
        if (held != null) {
            held.unlisten(this);
        }
    }

    Optional<Picture> newest() {
        return Optional.ofNullable(newest);
    }

    @Override
    public void picture(Picture picture) {
        newest = picture;
    }

    @Override
    public void sound(Sound sound) {
        ear.accept(sound);
    }

    @Override
    public void ended() {
        newest = null;
        again();
    }

    private void hold(LiveStream found) {
        stream = found;
        found.listen(this);
        if (stopped) {
            found.unlisten(this);
        }
    }

    private void again() {
        if (!stopped) {
            timer.schedule(this::start, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
