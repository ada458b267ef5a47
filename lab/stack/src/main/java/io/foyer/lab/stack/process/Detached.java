package io.foyer.lab.stack.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Commands that a Ctrl-C in the terminal does not reach: it goes to every process of the terminal's foreground group, but only the launcher
 * should hear it, to stop the parts in order.
 *
 * <p>{@code setsid} takes them out of the group where it exists (every Linux); elsewhere the signal is ignored, which processes inherit
 * and a JVM respects. The process id stays the same throughout, as every step is an {@code exec}.
 */
final class Detached {
    private static final String EXEC = """
            trap '' INT HUP
            if command -v setsid >/dev/null 2>&1; then exec setsid "$@"; fi
            exec "$@"
            """;

    /**
     * The program starts only when a line has come in: by then the {@link Warden} knows it, so there is no instant in which the launcher
     * could die and leave it behind.
     */
    private static final String WAIT_THEN_EXEC = "read -r go || exit 1\nexec </dev/null\n" + EXEC;

    private Detached() {}

    static List<String> command(List<String> program) {
        return shell(EXEC, program);
    }

    static List<String> commandThatWaits(List<String> program) {
        return shell(WAIT_THEN_EXEC, program);
    }

    private static List<String> shell(String script, List<String> program) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "foyer"));
        command.addAll(program);
        return command;
    }
}
