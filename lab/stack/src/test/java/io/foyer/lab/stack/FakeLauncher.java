package io.foyer.lab.stack;

import java.nio.file.Path;
import java.time.Duration;

/** {@code make run} with fake parts on free ports. Arguments: the folder, then pairs of a part and its behaviour. */
final class FakeLauncher {
    private FakeLauncher() {}

    public static void main(String[] arguments) {
        FakeCommands commands = new FakeCommands();
        for (int i = 1; i < arguments.length; i += 2) {
            commands.with(arguments[i], arguments[i + 1]);
        }
        Launcher.run(
                System.getenv(),
                builder -> builder.freePorts()
                        .commands(commands)
                        .readyWithin(Duration.ofSeconds(30))
                        .folder(Path.of(arguments[0])),
                System.out,
                System.err);
    }
}
