package io.foyer.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackIT {
    @TempDir
    Path folder;

    private final List<String> progress = new CopyOnWriteArrayList<>();

    private StackBuilder small(FakeCommands commands) {
        return Stack.builder()
                .freePorts()
                .nodes("origin:1")
                .commands(commands)
                .folder(folder)
                .readyWithin(Duration.ofSeconds(30))
                .progress(progress::add);
    }

    private static HttpResponse<String> get(Stack stack, String path) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(Trust.in(stack.certificate()))
                .build()) {
            return client.send(HttpRequest.newBuilder(stack.url(path)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void all_parts_run_are_reached_through_the_front_door_and_are_gone_after_close() throws Exception {
        List<Long> pids;
        try (Stack stack = small(new FakeCommands()).start()) {
            assertThat(get(stack, "/host.html").body()).startsWith("room-service");
            assertThat(get(stack, "/streammanager/?id=a").body()).startsWith("proxy-service");
            assertThat(get(stack, "/streammanager/api/4.0/event/list").body()).startsWith("registry-service");
            assertThat(get(stack, "/q/health").statusCode()).isEqualTo(404);
            assertThat(stack.nodeState("origin-1")).contains("inservice");
            assertThat(redis(stack, "PING")).isEqualTo("+PONG");
            assertThat(URI.create(stack.node("origin-1").url()).getHost())
                    .isEqualTo(stack.nodes().getFirst().address());
            pids = List.of(
                    stack.redis().pid(),
                    stack.service(Service.ROOM).pid(),
                    stack.service(Service.PROXY).pid(),
                    stack.service(Service.REGISTRY).pid(),
                    stack.node("origin-1").pid());
            assertThat(pids).allMatch(StackIT::isAlive);
            assertThat(stack.node("origin-1").log()).content().contains("origin-1 says hello");
        }
        assertThat(pids).noneMatch(StackIT::isAlive);
        assertThat(progress)
                .extracting(line -> line.split(" +", -1)[0])
                .containsExactly("redis", "registry-service", "proxy-service", "room-service", "origin-1", "ingress");
    }

    @Test
    void replicas_take_turns_and_a_killed_one_comes_back() throws Exception {
        try (Stack stack = small(new FakeCommands())
                .nodes("none")
                .replicas(Service.ROOM, 2)
                .start()) {
            assertThat(List.of(get(stack, "/").body(), get(stack, "/").body()))
                    .containsExactlyInAnyOrder("room-service of room-service-1", "room-service of room-service-2");

            stack.service(Service.ROOM, 0).kill();
            assertThat(List.of(get(stack, "/").body(), get(stack, "/").body()))
                    .containsOnly("room-service of room-service-2");

            stack.service(Service.ROOM, 1).stop(Duration.ofSeconds(5));
            assertThat(get(stack, "/").statusCode()).isEqualTo(503);

            stack.service(Service.ROOM, 0).start();
            stack.service(Service.ROOM, 0).awaitReady();
            assertThat(get(stack, "/").body()).isEqualTo("room-service of room-service-1");
        }
        assertThat(progress).noneMatch(line -> line.contains("ended by itself"));
    }

    @Test
    void nodes_reach_whichever_replica_lives() throws Exception {
        FakeCommands commands = new FakeCommands();
        try (Stack stack = small(commands).replicas(Service.ROOM, 2).start();
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(commands.insideAddress(Service.REGISTRY)).isEqualTo(stack.direct(Service.REGISTRY, 0));

            stack.service(Service.ROOM, 0).kill();
            HttpRequest webhook = HttpRequest.newBuilder(
                            commands.insideAddress(Service.ROOM).resolve("/webhook"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            assertThat(client.send(webhook, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo("room-service of room-service-2");
        }
    }

    @Test
    void a_part_that_ends_by_itself_is_told() {
        try (Stack stack = small(new FakeCommands()).start()) {
            ProcessHandle.of(stack.node("origin-1").pid()).orElseThrow().destroyForcibly();

            await("the news of it").until(() -> progress.stream()
                    .anyMatch(line -> line.startsWith("origin-1 ended by itself with exit code 137")));
        }
    }

    @Test
    void a_restarted_redis_is_empty_unless_it_was_asked_to_keep_its_data() throws Exception {
        try (Stack forgetful = small(new FakeCommands()).nodes("none").start();
                Stack keeping = small(new FakeCommands())
                        .nodes("none")
                        .folder(folder.resolve("keeping"))
                        .keepRedisData()
                        .start()) {
            for (Stack stack : List.of(forgetful, keeping)) {
                redis(stack, "SET name alice");
                stack.redis().restart();
            }
            assertThat(redis(forgetful, "GET name")).isEqualTo("$-1");
            assertThat(redis(keeping, "GET name")).isEqualTo("$5");
        }
    }

    @Test
    void a_part_that_dies_at_start_is_told_with_its_last_words_and_nothing_is_left() {
        assertThatThrownBy(() ->
                        small(new FakeCommands().with("room-service", "dies")).start())
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("room-service ended with exit code 3 before it was ready.")
                .hasMessageContaining("room-service.log")
                .hasMessageContaining("the cause of death of room-service");
        assertThat(children()).isEmpty();
    }

    @Test
    void a_simulated_node_that_dies_at_start_is_told_too() {
        assertThatThrownBy(
                        () -> small(new FakeCommands().with("origin-1", "dies")).start())
                .hasMessageStartingWith("origin-1 ended with exit code 3 before it was ready.")
                .hasMessageContaining("the cause of death of origin-1");
        assertThat(children()).isEmpty();
    }

    @Test
    void a_service_that_does_not_get_ready_in_time_is_told() {
        assertThatThrownBy(() -> small(new FakeCommands().with("proxy-service", "hangs"))
                        .readyWithin(Duration.ofSeconds(2))
                        .start())
                .hasMessageStartingWith("proxy-service did not get ready within 2 s.")
                .hasMessageContaining("proxy-service says hello");
        assertThat(children()).isEmpty();
    }

    @Test
    void a_taken_port_prevents_everything_and_leaves_the_other_program_alone() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Stack.builder()
                            .commands(new FakeCommands())
                            .folder(folder)
                            .redisPort(other.getLocalPort())
                            .ingressPorts(List.of(freePort()))
                            .start())
                    .hasMessageStartingWith("Port " + other.getLocalPort() + " for Redis is already taken");
            assertThat(other.isClosed()).isFalse();
        }
        assertThat(Files.exists(folder.resolve("logs"))).isFalse();
    }

    @Test
    void a_program_that_was_not_built_is_named() {
        Path empty = folder.resolve("elsewhere");
        Commands commands = Commands.built(new Repository(empty));

        assertThatThrownBy(() -> Stack.builder()
                        .freePorts()
                        .folder(folder)
                        .commands(commands)
                        .start())
                .hasMessageContaining("registry-service/target/quarkus-app/quarkus-run.jar is missing")
                .hasMessageContaining("make run");
        assertThat(children()).isEmpty();
    }

    @Test
    void stacks_run_side_by_side() throws Exception {
        try (Stack one = small(new FakeCommands()).folder(folder.resolve("one")).start();
                Stack two =
                        small(new FakeCommands()).folder(folder.resolve("two")).start()) {
            assertThat(one.nodes().getFirst().address())
                    .isNotEqualTo(two.nodes().getFirst().address());
            redis(one, "SET name alice");
            assertThat(redis(two, "GET name")).isEqualTo("$-1");
            assertThat(get(one, "/").statusCode()).isEqualTo(200);
            assertThat(get(two, "/").statusCode()).isEqualTo(200);
        }
    }

    /** The first line that Redis answers. */
    private static String redis(Stack stack, String command) throws IOException {
        URI uri = URI.create(stack.redisUri());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new java.io.BufferedReader(
                            new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** What this process started and did not end. */
    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
