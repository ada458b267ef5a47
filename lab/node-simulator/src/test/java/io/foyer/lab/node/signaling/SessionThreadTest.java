package io.foyer.lab.node.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionThreadTest {
    private final SessionThread thread = new SessionThread("tested-session");
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    @Test
    void workIsDoneInOrder() {
        List<Integer> all = IntStream.range(0, 100).boxed().toList();
        all.forEach(one -> thread.post(() -> done.add(one)));
        await("all work").untilAsserted(() -> assertThat(done).isEqualTo(all));
        thread.end();
    }

    @Test
    void whatWaitsWhenASessionEndsIsNotDoneAnyMoreAndTheThreadEnds() {
        CountDownLatch queued = new CountDownLatch(1);
        thread.post(() -> {
            awaitQuietly(queued);
            thread.end();
            done.add(1);
        });
        thread.post(() -> done.add(2));
        queued.countDown();

        await("the end of the thread").until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(one -> one.getName().equals("tested-session")));
        assertThat(done).containsExactly(1);
        assertThat(thread.post(() -> done.add(3))).isFalse();
    }

    @Test
    void moreThanTheStatedNumberIsRefused() {
        CountDownLatch blocked = new CountDownLatch(1);
        List<Boolean> taken = new ArrayList<>();
        for (int i = 0; i < SessionThread.QUEUE + 5; i++) {
            taken.add(thread.post(() -> awaitQuietly(blocked)));
        }
        assertThat(taken.getLast()).isFalse();
        assertThat(taken.stream().filter(one -> one).count())
                .isBetween((long) SessionThread.QUEUE, SessionThread.QUEUE + 1L);
        thread.end();
        blocked.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
