package io.foyer.room.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CredentialsResourceTest {
    private static final byte[] BODY = "{\"username\":\"u\",\"password\":\"p\"}".getBytes(StandardCharsets.UTF_8);

    @Test
    void aValidatorThatThrowsDenies() {
        assertDenied(() -> {
            throw new IllegalStateException("broken");
        });
    }

    @Test
    void aValidatorThatFailsDenies() {
        assertDenied(() -> Uni.createFrom().failure(new IllegalStateException("broken")));
    }

    @Test
    void aValidatorThatAnswersNothingDenies() {
        assertDenied(() -> Uni.createFrom().nullItem());
        assertDenied(() -> Uni.createFrom().nothing());
    }

    private static void assertDenied(Supplier<Uni<Boolean>> answer) {
        Response response = resource(answer).validate(BODY).await().atMost(Duration.ofSeconds(5));

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getEntity()).isEqualTo("{\"result\":false}");
    }

    private static CredentialsResource resource(Supplier<Uni<Boolean>> answer) {
        CredentialValidator validator = new CredentialValidator() {
            @Override
            public String name() {
                return "own";
            }

            @Override
            public Uni<Boolean> allows(Credentials credentials) {
                return answer.get();
            }
        };
        return new CredentialsResource(
                new ObjectMapper(), List.of(validator), null, new Impatient(), new SimpleMeterRegistry());
    }

    private record Impatient() implements CredentialsConfig {
        @Override
        public String validator() {
            return "own";
        }

        @Override
        public Map<String, String> users() {
            return Map.of();
        }

        @Override
        public Duration timeout() {
            return Duration.ofMillis(50);
        }
    }
}
