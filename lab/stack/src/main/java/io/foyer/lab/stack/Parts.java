package io.foyer.lab.stack;

import io.foyer.lab.stack.process.Part;
import io.foyer.lab.stack.process.PartPlan;
import io.foyer.lab.stack.process.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The processes of a stack in the stages they are started in. Closing stops the last stage first, the parts of one stage together; from then on nothing
 * more is started. Closing may come from another thread (Ctrl-C) in the middle of a start.
 */
final class Parts implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Watch watch;
    private final Consumer<String> progress;
    private final Deque<List<Part>> stages = new ArrayDeque<>();
    private boolean closed;

    /** @param logs emptied of what former runs left */
    Parts(Path logs, Consumer<String> progress) {
        this.progress = progress;
        removeOldLogs(logs);
        this.watch = Watch.begin(logs.resolve("warden.log"));
    }

    /** Starts these together and waits until all are ready, telling of each. */
    List<Part> stage(List<PartPlan> plans) {
        long begin = System.nanoTime();
        List<Part> stage = launch(plans);
        for (Part part : stage) {
            part.awaitReady();
            progress.accept("%-20s %-26s ready after %.1f s"
                    .formatted(part.name(), part.url(), (System.nanoTime() - begin) / 1e9));
        }
        return stage;
    }

    private synchronized List<Part> launch(List<PartPlan> plans) {
        if (closed) {
            throw new StackException("The stack is being stopped");
        }
        List<Part> stage =
                plans.stream().map(plan -> new Part(plan, watch, progress)).toList();
        stages.push(stage);
        stage.forEach(Part::start);
        return stage;
    }

    @Override
    public void close() {
        List<List<Part>> lastFirst;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            lastFirst = new ArrayList<>(stages);
        }
        for (List<Part> stage : lastFirst) {
            stage.forEach(Part::askToStop);
            stage.forEach(part -> part.stop(GRACE));
        }
        watch.close();
    }

    private static void removeOldLogs(Path logs) {
        try {
            Files.createDirectories(logs);
            try (Stream<Path> old = Files.list(logs)) {
                for (Path log :
                        old.filter(file -> file.toString().endsWith(".log")).toList()) {
                    Files.delete(log);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
