package io.foyer.lab.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.foyer.lab.stack.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherIT {
    private static final Duration START = Duration.ofSeconds(60);
    /** The warden, Redis, three services and a node. */
    private static final int CHILDREN = 6;

    /** A shell ignores SIGINT in what it runs in the background, which processes inherit: these tests may be run so. */
    private static final String[] LIKE_A_TERMINAL = {"perl", "-e", "$SIG{INT} = 'DEFAULT'; exec @ARGV", "--"};

    @TempDir
    Path folder;

    private Process launcher;

    @AfterEach
    void endWhatATestLeft() {
        if (launcher != null) {
            launcher.descendants().forEach(ProcessHandle::destroyForcibly);
            launcher.destroyForcibly();
        }
    }

    private void launch(Map<String, String> environment, String... behaviours) throws IOException {
        start(environment, command(behaviours));
    }

    private List<String> command(String... behaviours) {
        List<String> command = new ArrayList<>(List.of(LIKE_A_TERMINAL));
        command.addAll(List.of(
                Programs.java(),
                "-XX:TieredStopAtLevel=1",
                "-Dfoyer.root=" + Repository.find().root(),
                "-cp",
                System.getProperty("java.class.path"),
                FakeLauncher.class.getName(),
                folder.resolve("stack").toString()));
        command.addAll(List.of(behaviours));
        return command;
    }

    private void start(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("NODES", "origin:1");
        builder.environment().putAll(environment);
        launcher = builder.start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private void awaitOutput(String text) {
        await("the launcher says \"" + text + "\"").atMost(START).until(() -> output().contains(text));
    }

    private List<ProcessHandle> children() {
        return launcher.children().toList();
    }

    private static void awaitAllGone(List<ProcessHandle> processes) {
        await("the end of every part").atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(processes)
                .filteredOn(ProcessHandle::isAlive)
                .extracting(process -> process.info().commandLine().orElse("?"))
                .isEmpty());
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(launcher.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void it_tells_of_each_part_and_then_where_to_go() throws IOException {
        launch(Map.of());
        awaitOutput("/participant.html?room=room1");

        assertThat(output())
                .containsSubsequence(
                        "Foyer starts (Ctrl-C stops it); logs are in " + folder.resolve("stack/logs"),
                        "redis ",
                        "registry-service ",
                        "proxy-service ",
                        "room-service ",
                        "origin-1 ",
                        "ingress ",
                        "/host.html?room=room1",
                        "/participant.html?room=room1");
        assertThat(children()).hasSize(CHILDREN);
    }

    @Test
    void ctrl_c_stops_everything() throws Exception {
        launch(Map.of());
        awaitOutput("/participant.html");
        List<ProcessHandle> children = children();

        signal("INT");

        assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isZero();
        assertThat(output()).contains("Stopping...", "Everything is stopped.").doesNotContain("ended by itself");
        assertThat(children).hasSize(CHILDREN).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void ctrl_c_in_the_middle_of_the_start_is_no_failure() throws Exception {
        launch(Map.of(), "proxy-service", "hangs");
        awaitOutput("registry-service ");
        List<ProcessHandle> children = children();

        signal("INT");

        assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output()).contains("Everything is stopped.").doesNotContain("did not start");
        assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void a_part_that_does_not_listen_is_killed_after_a_grace_time() throws Exception {
        launch(Map.of(), "room-service", "stubborn");
        awaitOutput("/participant.html");
        List<ProcessHandle> children = children();

        signal("TERM");

        assertThat(launcher.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void a_launcher_that_is_killed_leaves_nothing_behind() throws IOException {
        launch(Map.of());
        awaitOutput("/participant.html");
        List<ProcessHandle> children = children();

        launcher.destroyForcibly();

        assertThat(children).hasSize(CHILDREN);
        awaitAllGone(children);
    }

    @Test
    void a_launcher_that_is_killed_while_it_starts_leaves_nothing_behind() throws IOException {
        launch(Map.of(), "room-service", "hangs", "proxy-service", "stubborn");
        awaitOutput("registry-service ");
        List<ProcessHandle> children = children();

        launcher.destroyForcibly();

        assertThat(children).isNotEmpty();
        awaitAllGone(children);
    }

    @Test
    void a_make_that_is_killed_takes_the_launcher_along() throws IOException {
        List<String> make = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\"; exit", "make"));
        make.addAll(command());
        start(Map.of("MAKELEVEL", "1"), make);
        awaitOutput("/participant.html");
        List<ProcessHandle> all = launcher.descendants().toList();

        launcher.destroyForcibly();

        assertThat(all).hasSize(1 + CHILDREN);
        awaitAllGone(all);
    }

    @Test
    void the_terminals_ctrl_c_reaches_only_the_launcher() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "process groups are read from /proc");
        launch(Map.of());
        awaitOutput("/participant.html");

        long own = group(launcher.pid());
        for (ProcessHandle child : children()) {
            assertThat(group(child.pid()))
                    .as(child.info().commandLine().orElse(""))
                    .isNotEqualTo(own);
        }
    }

    private static long group(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // After the name in parentheses: state, parent, group.
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[2]);
    }

    @Test
    void a_part_that_dies_ends_the_start_with_one_sentence_and_its_last_words() throws Exception {
        launch(Map.of(), "room-service", "dies");

        assertThat(launcher.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(output())
                .contains("Foyer did not start: room-service ended with exit code 3 before it was ready.")
                .contains("  the cause of death of room-service")
                .doesNotContain("\tat ");
    }

    @Test
    void a_setting_that_is_not_understood_ends_the_start_with_one_sentence() throws Exception {
        launch(Map.of("NODES", "two"));

        assertThat(launcher.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(1);
        assertThat(output().lines()).hasSize(1).first().asString().startsWith("Foyer did not start: NODES=two is not");
    }
}
