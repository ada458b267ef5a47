package io.foyer.lab.stack.process;

import io.foyer.lab.stack.StackException;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The launcher's end of the pipe to its {@link Warden}. */
public final class Watch implements AutoCloseable {
    private static final int LEAVE_SECONDS = 5;

    private final Process warden;
    private final Writer pipe;

    private Watch(Process warden) {
        this.warden = warden;
        this.pipe = warden.outputWriter(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** Starts a warden; what it has to say goes to this log. */
    public static Watch begin(Path log) {
        try {
            String classes = Path.of(Warden.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
            List<String> command = List.of(
                    Programs.java(),
                    "-Xmx32m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes,
                    Warden.class.getName());
            return new Watch(new ProcessBuilder(Detached.command(command))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException | URISyntaxException e) {
            throw new StackException("The warden process could not be started: " + e.getMessage(), e);
        }
    }

    /** For as long as it lives, this process ends with the launcher. */
    void add(long pid) {
        tell("+" + pid);
    }

    /** The process has ended. */
    void remove(long pid) {
        try {
            tell("-" + pid);
        } catch (StackException gone) {
            // Without a warden there is nobody who would have to know.
        }
    }

    long pid() {
        return warden.pid();
    }

    private synchronized void tell(String line) {
        try {
            pipe.write(line + "\n");
            pipe.flush();
        } catch (IOException e) {
            throw new StackException("The warden process is gone, so nothing more is started", e);
        }
    }

    /** Sends the warden home; it ends nothing. */
    @Override
    public void close() {
        try (pipe) {
            if (warden.isAlive()) {
                tell(".");
                warden.waitFor(LEAVE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException | StackException e) {
            // It is gone already, which is what was wanted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            warden.destroyForcibly();
        }
    }
}
