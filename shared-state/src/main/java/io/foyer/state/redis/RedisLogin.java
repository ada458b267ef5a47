package io.foyer.state.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives the Redis client its password from a file, and remembers what the client was made with. */
@ApplicationScoped
public class RedisLogin implements RedisOptionsCustomizer {
    private static final String KEY = "foyer.redis.password-file";

    private final Optional<Path> passwordFile;
    private volatile RedisOptions options;

    /** @param passwordFile a file with nothing but the password; read at the start only, so a new one takes a restart */
    @Inject
    public RedisLogin(@ConfigProperty(name = KEY) Optional<Path> passwordFile) {
        this.passwordFile = passwordFile;
    }

    @Override
    public void customize(String client, RedisOptions options) {
        passwordFile.ifPresent(file -> {
            if (options.getPassword() != null) {
                throw new IllegalStateException("set either " + KEY + " or quarkus.redis.password, not both");
            }
            options.setPassword(read(file));
        });
        this.options = options;
    }

    /** The options of the client, once it is made. */
    RedisOptions options() {
        return options;
    }

    private static String read(Path file) {
        try {
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new IllegalStateException(KEY + ": " + file + " is empty");
            }
            return password;
        } catch (IOException e) {
            // The type says why ("NoSuchFileException"); the message is the name again.
            throw new IllegalStateException(
                    KEY + ": " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
