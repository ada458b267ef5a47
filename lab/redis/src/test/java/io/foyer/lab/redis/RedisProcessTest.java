package io.foyer.lab.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisProcessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Test
    void what_was_written_is_gone_with_a_restart_unless_it_is_kept() {
        try (RedisProcess forgetful = RedisProcess.start();
                RedisProcess keeping = RedisProcess.startKeepingData()) {
            forgetful.ask("SET name value");
            keeping.ask("SET name value");

            forgetful.restart();
            keeping.kill();
            keeping.restart();

            assertThat(forgetful.ask("EXISTS name")).isEqualTo(":0");
            assertThat(keeping.ask("EXISTS name")).isEqualTo(":1");
        }
    }

    @Test
    void nobody_answers_after_it_was_killed_or_closed() {
        RedisProcess redis = RedisProcess.start();

        redis.kill();
        assertThat(redis.ask("PING")).isEmpty();
        redis.kill();
        redis.restart();
        assertThat(redis.ask("PING")).isEqualTo("+PONG");
        redis.close();

        assertThat(redis.ask("PING")).isEmpty();
        redis.kill();
        redis.close();
    }

    @Test
    void a_port_that_is_taken_is_said_at_once() {
        try (RedisProcess first = RedisProcess.start()) {
            assertThatThrownBy(() -> RedisProcess.start(first.port()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
        }
    }

    @Test
    void nothing_outlives_a_jvm_that_is_killed_whether_the_server_runs_or_not() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnerMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = jvm.inputReader()) {
            ProcessHandle server =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            Path folder = Path.of(said.readLine());
            Path folderOfKilled = Path.of(said.readLine());
            assertThat(server.isAlive()).isTrue();
            assertThat(folder).isDirectory();
            assertThat(folderOfKilled).isDirectory();

            jvm.destroyForcibly().waitFor();

            await("the server to end").atMost(TIMEOUT).until(() -> !server.isAlive());
            await("its folder to go").atMost(TIMEOUT).until(() -> !Files.exists(folder));
            await("the other folder to go").atMost(TIMEOUT).until(() -> !Files.exists(folderOfKilled));
        } finally {
            jvm.destroyForcibly();
        }
    }
}
