package io.foyer.lab.node.signaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How one client is spoken to: over its socket, and over the data channel once it has changed over.
 *
 * <p>While the node is told to be slow, what goes to the socket waits here, {@value #QUEUE} things at most; nothing
 * overtakes anything.
 */
final class Line {
    static final int QUEUE = 1024;

    /** The data channel. */
    interface Channel {
        /** False when it is not open. */
        boolean send(String message);
    }

    private final Consumer<String> write;
    private final Runnable close;
    private final LongSupplier delayMillis;
    private final ScheduledExecutorService timer;
    private final Deque<Runnable> late = new ArrayDeque<>();
    private boolean open = true;
    private volatile boolean changedOver;
    private volatile Channel channel = message -> false;

    /**
     * @param write sends on the socket
     * @param close closes the socket
     * @param delayMillis by how much things are late at the moment, 0 for not at all
     */
    Line(Consumer<String> write, Runnable close, LongSupplier delayMillis, ScheduledExecutorService timer) {
        this.write = write;
        this.close = close;
        this.delayMillis = delayMillis;
        this.timer = timer;
    }

    void use(Channel channel) {
        this.channel = channel;
    }

    /** The client listens to the data channel from now on. */
    void changeOver() {
        changedOver = true;
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** Sends on the socket; false when that is closed. */
    synchronized boolean say(String message) {
        if (open && late.size() < QUEUE) {
            inOrder(() -> write.accept(message));
        }
        return open;
    }

    /** Sends wherever the client listens. */
    void sayAnywhere(String message) {
        if (!(changedOver && channel.send(message)) && !say(message)) {
            channel.send(message);
        }
    }

    /** For what a client waits for even while it changes over, when only it knows where it listens. */
    void sayEverywhere(String message) {
        say(message);
        channel.send(message);
    }

    /** Closes the socket after all that was said; false when it was closed already. */
    synchronized boolean close() {
        boolean news = closed();
        if (news) {
            inOrder(close);
        }
        return news;
    }

    /** The client has closed the socket; false when it was closed already. */
    synchronized boolean closed() {
        boolean news = open;
        open = false;
        return news;
    }

    private void inOrder(Runnable step) {
        long delay = delayMillis.getAsLong();
        if (delay <= 0 && late.isEmpty()) {
            step.run();
        } else {
            late.addLast(step);
            timer.schedule(this::next, delay, TimeUnit.MILLISECONDS);
        }
    }

    /** Called once for each step that waits; takes the oldest. */
    private synchronized void next() {
        late.removeFirst().run();
    }
}
