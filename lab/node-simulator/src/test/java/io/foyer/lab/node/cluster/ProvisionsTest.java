package io.foyer.lab.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvisionsTest {
    private long now = 1000;
    private final Provisions provisions = new Provisions(() -> Instant.ofEpochMilli(now));

    @Test
    void aListThatWasAskedForBeforeAPushDoesNotUndoThePush() {
        provisions.add("live/old/old");
        long askedAt = now + 10;
        now += 20;
        provisions.add("live/new/new");

        provisions.become(List.of("live/listed/listed"), askedAt);

        assertThat(provisions.guids()).containsExactly("live/listed/listed", "live/new/new");
    }

    @Test
    void thereIsABound() {
        for (int i = 0; i < Provisions.LIMIT + 10; i++) {
            provisions.add("live/" + i + "/" + i);
        }
        assertThat(provisions.guids()).hasSize(Provisions.LIMIT);
    }

    @Test
    void theGuidOfAProvisionIsItsContextAndName() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(Provisions.guidOf(json.readTree("{\"guid\":\"x\",\"context\":\"live/room1\",\"name\":\"room1\"}")))
                .isEqualTo("live/room1/room1");
        assertThat(Provisions.guidOf(json.readTree("{\"guid\":\"live/room1\",\"name\":\"room1\"}")))
                .isEqualTo("live/room1/room1");
        assertThat(Provisions.guidOf(json.readTree("{\"guid\":\"live\"}"))).isEmpty();
        assertThat(Provisions.guidOf(json.readTree("{\"level\":0}"))).isEmpty();
    }
}
