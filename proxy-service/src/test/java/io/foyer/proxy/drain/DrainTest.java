package io.foyer.proxy.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.proxy.config.ProxyConfig;
import io.foyer.proxy.domain.client.Client;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.proxy.sessions.OpenSession;
import io.foyer.proxy.sessions.OpenSessions;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DrainTest {
    private final List<EndCause> ends = new CopyOnWriteArrayList<>();

    private static ProxyConfig config(String deadline, String grace) {
        return new SmallRyeConfigBuilder()
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(ProxyConfig.class)
                .withDefaultValue("foyer.proxy.drain-deadline", deadline)
                .withDefaultValue("foyer.proxy.close-grace", grace)
                .build()
                .getConfigMapping(ProxyConfig.class);
    }

    private OpenSession session(OpenSessions sessions, String id) {
        OpenSession session = new OpenSession(id, null, "live", new Client("192.0.2.1", true), "", 0);
        session.endsBy(ends::add);
        sessions.enter(session);
        return session;
    }

    /** The end of the process, as far as it waits for the sessions. */
    private static CompletableFuture<Void> shutdown(Drain drain) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                drain.onShutdown(null);
                over.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                over.completeExceptionally(e);
            }
        });
        return over;
    }

    private static void isOver(CompletableFuture<Void> shutdown) {
        await("the shutdown goes on").until(shutdown::isDone);
        assertThat(shutdown).isCompleted();
    }

    @Test
    void withoutSessionsNothingIsWaitedFor() {
        ProxyConfig config = config("1h", "1h");
        isOver(shutdown(new Drain(new OpenSessions(config), config)));
    }

    @Test
    void theShutdownGoesOnWhenTheLastSessionEnded() {
        ProxyConfig config = config("1h", "1h");
        OpenSessions sessions = new OpenSessions(config);
        OpenSession first = session(sessions, "1");
        OpenSession last = session(sessions, "2");
        Drain drain = new Drain(sessions, config);

        CompletableFuture<Void> shutdown = shutdown(drain);
        await("it is draining").until(drain::draining);
        sessions.leave(first);
        assertThat(shutdown).isNotDone();
        sessions.leave(last);

        isOver(shutdown);
        assertThat(ends).isEmpty();
    }

    @Test
    void atTheDeadlineTheRestIsClosedAndWaitedForOnceMore() {
        ProxyConfig config = config("10ms", "1h");
        OpenSessions sessions = new OpenSessions(config);
        OpenSession session = session(sessions, "1");

        CompletableFuture<Void> shutdown = shutdown(new Drain(sessions, config));
        await("it is closed").until(() -> ends.equals(List.of(EndCause.DRAINED)));
        assertThat(shutdown).isNotDone();
        sessions.leave(session);

        isOver(shutdown);
    }

    @Test
    void whatDoesNotEndAtAllDoesNotHoldUpTheShutdownForEver() {
        ProxyConfig config = config("0s", "0s");
        OpenSessions sessions = new OpenSessions(config);
        session(sessions, "1");
        isOver(shutdown(new Drain(sessions, config)));
        assertThat(sessions.count()).isEqualTo(1);
    }
}
