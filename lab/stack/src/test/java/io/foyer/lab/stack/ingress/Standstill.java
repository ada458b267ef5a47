package io.foyer.lab.stack.ingress;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Tells when a sender cannot go on because nobody reads. */
final class Standstill {
    private Standstill() {}

    /** Sends so many bytes in blocks; the counter says how many went out, -1 that the connection broke. */
    static AtomicLong sendInBackground(Wire wire, byte[] block, int total) {
        AtomicLong sent = new AtomicLong();
        Thread.ofVirtual().start(() -> {
            try {
                while (sent.get() < total) {
                    wire.send(block);
                    sent.addAndGet(block.length);
                }
            } catch (IOException e) {
                sent.set(-1);
            }
        });
        return sent;
    }

    /** Waits until a counter that moved does not move any more. */
    static long of(AtomicLong counter) {
        AtomicLong before = new AtomicLong(-1);
        await("the sender stands still")
                .pollInterval(300, TimeUnit.MILLISECONDS)
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> counter.get() != 0 && before.getAndSet(counter.get()) == counter.get());
        return counter.get();
    }
}
