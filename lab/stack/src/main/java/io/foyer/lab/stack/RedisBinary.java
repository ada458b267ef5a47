package io.foyer.lab.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import redis.embedded.RedisExecProvider;

/**
 * The real {@code redis-server} out of {@code org.signal:embedded-redis}, unpacked once. It is run like every other part rather than through that library's
 * own class, which would stop it in a shutdown hook of its own before the services are down, and leave it behind after a {@code kill -9}.
 */
final class RedisBinary {
    private RedisBinary() {}

    static Path in(Path folder) {
        Path binary = folder.resolve("redis-server-" + RedisExecProvider.redisVersion);
        if (Files.isExecutable(binary)) {
            return binary;
        }
        try {
            Files.createDirectories(folder);
            Path unpacked = RedisExecProvider.defaultProvider().get().toPath();
            // Never a half-written binary under the final name: several stacks may start at a time.
            Path own = Files.createTempFile(folder, "redis-server", null);
            Files.move(unpacked, own, StandardCopyOption.REPLACE_EXISTING);
            if (!own.toFile().setExecutable(true)) {
                throw new IOException(own + " cannot be made executable");
            }
            Files.move(own, binary, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return binary;
        } catch (IOException e) {
            throw new StackException("Redis could not be unpacked into " + folder + ": " + e.getMessage(), e);
        }
    }
}
