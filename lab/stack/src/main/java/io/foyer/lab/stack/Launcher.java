package io.foyer.lab.stack;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * {@code make run}: starts a stack as the environment says, prints where to go, and stops it on Ctrl-C. Whatever prevents the start is said in one
 * sentence, and the exit code is 1.
 */
final class Launcher {
    private final PrintStream out;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Launcher(PrintStream out) {
        this.out = out;
    }

    /** @param adjust the last word on the stack that the environment describes */
    static void run(
            Map<String, String> environment, UnaryOperator<StackBuilder> adjust, PrintStream out, PrintStream err) {
        Launcher launcher = new Launcher(out);
        try {
            launcher.run(environment, adjust);
        } catch (StackException e) {
            if (!launcher.stopping.compareAndSet(false, true)) {
                // Ctrl-C in the middle of the start: the shutdown hook is at work and ends the process.
                awaitEnd();
            }
            err.println("Foyer did not start: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run(Map<String, String> environment, UnaryOperator<StackBuilder> adjust) {
        Stack stack = adjust.apply(new Settings(environment).builder().progress(this::say))
                .prepare();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack), "stop"));
        if (environment.containsKey("MAKELEVEL")) {
            endWithMake();
        }
        out.println("Foyer starts (Ctrl-C stops it); logs are in " + stack.logs());
        stack.start();
        welcome(stack);
        awaitEnd();
    }

    /** A make that is killed passes nothing on, and nobody would know of the orphan. */
    private static void endWithMake() {
        ProcessHandle.current()
                .parent()
                .ifPresent(make -> make.onExit().thenRun(() -> System.exit(1)).exceptionally(never -> null));
    }

    private void stop(Stack stack) {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        out.println();
        out.println("Stopping...");
        stack.close();
        out.println("Everything is stopped.");
        // This is how a run ends when all went well, so it is no error to make.
        Runtime.getRuntime().halt(0);
    }

    private void say(String line) {
        if (!stopping.get()) {
            out.println("  " + line);
        }
    }

    private void welcome(Stack stack) {
        List.of(
                        "",
                        "Open these in a browser (the certificate is self-signed: accept it once):",
                        "  host         " + stack.url("/host.html?room=room1"),
                        "  participant  " + stack.url("/participant.html?room=room1"),
                        "With curl: --cacert " + stack.certificate(),
                        "")
                .forEach(out::println);
    }

    private static void awaitEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
