package io.foyer.lab.stack.process;

import io.foyer.lab.stack.StackException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One part of the stack, a process of its own: Redis, a replica of a service, a simulated node. It can be stopped, killed and
 * started again under the same name and address. Safe for use by several threads.
 */
public final class Part {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);
    private static final int LOG_LINES = 15;

    private final PartPlan plan;
    private final Watch watch;
    private final Consumer<String> onSurprise;
    private Process process;
    private boolean wanted;
    private boolean wasReady;

    /**
     * Nothing runs yet.
     *
     * @param onSurprise gets a sentence when the process ends after it was ready, though nobody stopped it
     */
    public Part(PartPlan plan, Watch watch, Consumer<String> onSurprise) {
        this.plan = plan;
        this.watch = watch;
        this.onSurprise = onSurprise;
    }

    public String name() {
        return plan.name();
    }

    /** Where it is reached. */
    public String url() {
        return plan.url();
    }

    /** Everything it printed, over all its lives. */
    public Path log() {
        return plan.log();
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** The process id of its present or last life. */
    public synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException(plan.name() + " was never started");
        }
        return process.pid();
    }

    /** Starts the process; does nothing when it runs. */
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        Process started = null;
        try {
            Files.createDirectories(plan.folder());
            Files.createDirectories(plan.log().getParent());
            ProcessBuilder builder = new ProcessBuilder(Detached.commandThatWaits(plan.command()))
                    .directory(plan.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
            builder.environment().putAll(plan.environment());
            started = builder.start();
            watch.add(started.pid());
            try (Writer gate = started.outputWriter(StandardCharsets.US_ASCII)) {
                gate.write("go\n");
            }
        } catch (IOException | StackException e) {
            if (started != null) {
                started.destroyForcibly();
            }
            throw new StackException(plan.name() + " could not be started: " + e.getMessage(), e);
        }
        process = started;
        wanted = true;
        wasReady = false;
        CompletableFuture<Void> unused = started.onExit().thenAccept(this::ended);
    }

    private void ended(Process process) {
        watch.remove(process.pid());
        boolean surprise;
        synchronized (this) {
            surprise = wanted && wasReady && process.equals(this.process);
        }
        if (surprise) {
            onSurprise.accept(plan.name() + " ended by itself with exit code " + process.exitValue() + "; its log: "
                    + plan.log());
        }
    }

    /** Waits until it can be used, as long as its plan allows. */
    public void awaitReady() {
        awaitReady(plan.readyWithin());
    }

    /**
     * Waits until it can be used.
     *
     * @throws StackException when it ends before that, or is not ready in time; the message ends with the last lines of its log
     */
    public void awaitReady(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!answersReady()) {
            if (!isRunning()) {
                throw new StackException(
                        plan.name() + " ended with exit code " + exitCode() + " before it was ready." + lastWords());
            }
            if (System.nanoTime() >= deadline) {
                throw new StackException(
                        plan.name() + " did not get ready within " + limit.toSeconds() + " s." + lastWords());
            }
            pause();
        }
        synchronized (this) {
            wasReady = true;
        }
    }

    private boolean answersReady() {
        try {
            // A stranger on its port may answer too: only a living process counts.
            return plan.ready().isReady() && isRunning();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_QUESTIONS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for " + plan.name(), e);
        }
    }

    private synchronized int exitCode() {
        return process == null || process.isAlive() ? 0 : process.exitValue();
    }

    private String lastWords() {
        try (Stream<String> lines = Files.lines(plan.log(), StandardCharsets.ISO_8859_1)) {
            List<String> all = lines.toList();
            List<String> last = all.subList(Math.max(0, all.size() - LOG_LINES), all.size());
            String end = last.isEmpty() ? " It printed nothing" : " Its last lines";
            return end + " (" + plan.log() + ")" + (last.isEmpty() ? "." : ":\n  " + String.join("\n  ", last));
        } catch (IOException e) {
            return " Its log cannot be read: " + plan.log();
        }
    }

    /** Asks it to end, without waiting: for stopping several at a time. */
    public synchronized void askToStop() {
        wanted = false;
        if (process != null) {
            process.destroy();
        }
    }

    /** Asks it to end and waits; kills it when the grace time is over. */
    public void stop(Duration grace) {
        askToStop();
        if (!awaitEnd(grace)) {
            kill();
        }
    }

    /** Ends it at once, as {@code kill -9} does, with whatever it started itself. */
    public void kill() {
        Process running;
        synchronized (this) {
            wanted = false;
            running = process;
        }
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
            awaitEnd(Duration.ofSeconds(10));
        }
    }

    /** Kills it if it runs, starts it again and waits until it is ready; takes as long as its first start may. */
    public void restart() {
        kill();
        start();
        awaitReady();
    }

    private boolean awaitEnd(Duration limit) {
        Process running;
        synchronized (this) {
            running = process;
        }
        try {
            return running == null || running.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
