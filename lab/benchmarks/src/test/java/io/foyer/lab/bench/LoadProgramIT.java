package io.foyer.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.lab.bench.Audience.Expectation;
import io.foyer.lab.redis.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load program against the packaged room-service, as short as it can be and without the peers, which need npm. */
class LoadProgramIT {
    @TempDir
    private Path results;

    private Options options(String scenario, String... more) {
        List<String> arguments = new ArrayList<>(List.of(scenario, "--servers=foyer", "--replicas=2", "--blocks=1"));
        arguments.addAll(List.of("--rounds=2", "--warm-up=1", "--names=3", "--results=" + results));
        arguments.addAll(List.of(more));
        return Options.parse(arguments.toArray(String[]::new));
    }

    @Test
    void a_promotion_is_seen_by_the_clients_of_both_replicas() throws Exception {
        Benchmarks.run(options("promote", "--sizes=6"));
        assertThat(Files.readAllLines(results.resolve("promote.jsonl")))
                .singleElement()
                .asString()
                .contains("\"clients\":6");
    }

    @Test
    void a_client_that_never_sees_what_is_expected_fails_the_run() throws Exception {
        Options options = options("promote", "--timeout=1");
        try (RedisProcess redis = RedisProcess.start();
                Server server = Server.start(Server.FOYER, options, redis.uri());
                Sockets sockets = new Sockets();
                Audience audience = Audience.connected(sockets, server, "live/room1", 2)) {
            audience.expect(Expectation.list("conference", List.of("stream1")));
            audience.client(0).send("{\"type\":\"promote\",\"room\":\"live/room1\",\"streamName\":\"another\"}");
            assertThatThrownBy(audience::reached).hasMessageContaining("2 of 2 clients of live/room1 never saw");
        }
    }
}
