package io.foyer.state.redis;

import static io.foyer.state.redis.StateProcess.PATIENCE;
import static io.foyer.state.redis.StoreTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.lab.redis.RedisProcess;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writers that really are other processes. */
class ProcessesTest {
    private static final int TIMES = 2_000;

    private RedisProcess redis;
    private StateProcess reader;

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        reader = StateProcess.start(redis.uri());
    }

    @AfterEach
    void stop() {
        reader.close();
        redis.close();
    }

    @Test
    void two_processes_write_and_a_third_holds_the_sum() throws Exception {
        Replica<Counter> replica = reader.replica(Counter.WHOLE);
        await(replica.watchAll());

        Process first = writer("first");
        Process second = writer("second");
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(first.exitValue()).isZero();
        assertThat(second.exitValue()).isZero();
        assertThat(count("common")).isEqualTo(2 * TIMES);
        assertThat(count("first")).isEqualTo(TIMES);
        await("the replica").atMost(PATIENCE).until(() -> replica.get("common")
                .filter(held -> held.value().count() == 2 * TIMES)
                .isPresent());
    }

    @Test
    void the_lease_of_a_process_that_is_killed_ends() throws Exception {
        await(reader.store(Counter.WHOLE).change("start", present -> Change.put(new Counter(1, "reader"))));
        Process holder = start("io.foyer.state.redis.LeaseHolderMain");
        try {
            String owner = holder.inputReader().readLine();
            await("lease of the holder")
                    .atMost(PATIENCE)
                    .until(() -> await(reader.leases().alive(owner)));

            holder.destroyForcibly().waitFor();

            await("end of its lease")
                    .atMost(PATIENCE)
                    .until(() -> !await(reader.leases().alive(owner)));
        } finally {
            holder.destroyForcibly();
        }
    }

    private int count(String id) {
        return await(reader.store(Counter.WHOLE).read(id)).orElseThrow().value().count();
    }

    private Process writer(String name) throws IOException {
        return start("io.foyer.state.redis.WriterMain", name, Integer.toString(TIMES));
    }

    private Process start(String main, String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), main, redis.uri());
        builder.command().addAll(List.of(args));
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
