package io.foyer.lab.stack.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A small process beside the launcher that ends the parts when the launcher is gone, however that happened: {@code kill -9} runs no
 * shutdown hook.
 *
 * <p>It reads lines from the launcher's pipe: {@code +<pid>} watch this process, {@code -<pid>} it has ended, {@code .} all is well, leave. The end
 * of the pipe without that last line means that the launcher died. A process is remembered together with its start time, so a pid that the system gave
 * to somebody else meanwhile is left alone.
 */
public final class Warden {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Map<Long, ProcessHandle> watched = new LinkedHashMap<>();

    private Warden() {}

    public static void main(String[] arguments) throws IOException {
        Warden warden = new Warden();
        try (BufferedReader launcher =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = launcher.readLine(); line != null; line = launcher.readLine()) {
                if (line.equals(".")) {
                    return;
                }
                warden.hear(line);
            }
        }
        warden.endAll();
    }

    private void hear(String line) {
        long pid = Long.parseLong(line.substring(1));
        if (line.charAt(0) == '-') {
            watched.remove(pid);
        } else {
            ProcessHandle.of(pid).ifPresent(process -> watched.put(pid, process));
        }
    }

    private void endAll() {
        Collection<ProcessHandle> all = watched.values().stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
        System.err.println("The launcher is gone: ending " + all.size() + " processes");
        all.forEach(ProcessHandle::destroy);
        CompletableFuture<?> gone =
                CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        gone.completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
