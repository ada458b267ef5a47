package io.foyer.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The password of Redis, out of a file. */
class RedisLoginTest {
    @TempDir
    Path folder;

    @Test
    void the_password_is_the_text_of_the_file_without_blanks_around_it() throws IOException {
        assertThat(login("open sesame \n").getPassword()).isEqualTo("open sesame");
    }

    @Test
    void without_a_file_the_password_is_left_as_it_is() {
        RedisOptions options = new RedisOptions().setPassword("configured");
        RedisLogin login = new RedisLogin(Optional.empty());

        login.customize("<default>", options);

        assertThat(options.getPassword()).isEqualTo("configured");
        assertThat(login.options()).isSameAs(options);
    }

    @Test
    void a_file_that_is_not_there_or_empty_stops_the_start_and_is_named() {
        Path absent = folder.resolve("absent");

        assertThatThrownBy(() -> new RedisLogin(Optional.of(absent)).customize("<default>", new RedisOptions()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("foyer.redis.password-file")
                .hasMessageContaining(absent.toString())
                .hasMessageContaining("NoSuchFile");
        assertThatThrownBy(() -> login("\n")).hasMessageContaining("is empty");
    }

    @Test
    void a_password_and_a_file_are_one_too_many() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "a");

        assertThatThrownBy(() -> new RedisLogin(Optional.of(file))
                        .customize("<default>", new RedisOptions().setPassword("secret")))
                .hasMessageContaining("quarkus.redis.password")
                .hasMessageNotContaining("secret");
    }

    private RedisOptions login(String text) throws IOException {
        RedisOptions options = new RedisOptions();
        new RedisLogin(Optional.of(Files.writeString(folder.resolve("password"), text)))
                .customize("<default>", options);
        return options;
    }
}
