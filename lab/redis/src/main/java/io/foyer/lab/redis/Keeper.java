package io.foyer.lab.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import redis.embedded.RedisExecProvider;

/**
 * A small shell that starts and ends a Redis server on a word from this JVM. When the pipe between them ends, because it
 * was closed or because this JVM died, be it by {@code kill -9}, it ends the server and removes the server's folder.
 */
final class Keeper implements AutoCloseable {
    /** Every word is answered with the server's pid, or with {@code none}. A signal to the terminal's group is not for the shell. */
    private static final String SCRIPT = """
            trap '' INT HUP TERM
            folder=$1; shift
            server=
            end() { if [ -n "$server" ]; then kill -9 "$server"; wait "$server"; server=; fi 2>/dev/null; }
            while read -r word; do
              end
              if [ "$word" = start ]; then
                : >"$folder/log"
                "$@" </dev/null >>"$folder/log" 2>&1 &
                server=$!
              fi
              echo "${server:-none}"
            done
            end
            rm -rf "$folder"
            """;

    private final Path folder;
    private final Process shell;
    private final Writer words;
    private final BufferedReader answers;
    private boolean closed;

    private Keeper(Path folder, Process shell) {
        this.folder = folder;
        this.shell = shell;
        this.words = shell.outputWriter(StandardCharsets.US_ASCII);
        this.answers = shell.inputReader(StandardCharsets.US_ASCII);
    }

    /** @param arguments the server's command line, given its folder */
    static Keeper of(Function<Path, List<String>> arguments) {
        try {
            Path folder = Files.createTempDirectory("foyer-redis");
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "foyer-redis", folder.toString()));
            command.add(binaryIn(folder).toString());
            command.addAll(arguments.apply(folder));
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
            return new Keeper(folder, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library unpacks into a folder of its own, which would stay behind a JVM that is killed. */
    private static Path binaryIn(Path folder) throws IOException {
        Path unpacked = RedisExecProvider.defaultProvider().get().toPath();
        Path binary = Files.move(unpacked, folder.resolve("redis-server"));
        Files.delete(unpacked.getParent());
        return binary;
    }

    /** Starts the server, in place of a running one; it may not listen yet. */
    synchronized ProcessHandle start() {
        return ProcessHandle.of(Long.parseLong(say("start")))
                .orElseThrow(() -> new IllegalStateException("Redis ended at once: " + log()));
    }

    synchronized void kill() {
        if (!closed) {
            say("kill");
        }
    }

    Path folder() {
        return folder;
    }

    /** What the server printed since its start. */
    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "no log";
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            words.close();
            shell.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String say(String word) {
        try {
            words.write(word + "\n");
            words.flush();
            return answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
