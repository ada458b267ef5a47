package io.foyer.lab.node.signaling;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread for the work of one session, one thing after the other. At most {@value #QUEUE} things wait. */
final class SessionThread {
    static final int QUEUE = 1024;

    private final ThreadPoolExecutor executor;
    private volatile boolean ended;

    SessionThread(String name) {
        executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** False when too much waits already, or the thread has ended. */
    boolean post(Runnable work) {
        try {
            executor.execute(() -> {
                if (!ended) {
                    work.run();
                }
            });
            return true;
        } catch (RejectedExecutionException fullOrEnded) {
            return false;
        }
    }

    /** What waits is not done any more: it could take hold of something that nobody would release. */
    void end() {
        ended = true;
        executor.shutdown();
    }
}
