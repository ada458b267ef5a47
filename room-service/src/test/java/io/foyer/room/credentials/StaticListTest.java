package io.foyer.room.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticListTest {
    private final StaticList list = new StaticList(new CredentialsConfig() {
        @Override
        public String validator() {
            return "static-list";
        }

        @Override
        public Map<String, String> users() {
            return Map.of("alice", "wonder");
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(1);
        }
    });

    @ParameterizedTest
    @CsvSource({
        "publisher, alice, wonder, true",
        "subscriber, alice, wonder, true",
        "publisher, alice, wrong, false",
        "publisher, bob, wonder, false",
        "other, alice, wonder, false",
    })
    void onlyWhoIsListedIsLetIn(String type, String user, String password, boolean allowed) {
        Credentials credentials = new Credentials(type, user, password, "s", "", Optional.empty());

        assertThat(list.allows(credentials).await().indefinitely()).isEqualTo(allowed);
        assertThat(credentials.toString()).doesNotContain(password);
    }
}
