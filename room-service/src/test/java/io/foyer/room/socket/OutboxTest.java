package io.foyer.room.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.room.conference.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();

    @Test
    void onlyTheNewestOfEachKindWaits() {
        for (int i = 0; i < 1000; i++) {
            outbox.put(Map.of(Slot.ACTIVE, "active " + i));
            outbox.put(Map.of(Slot.CONFERENCE, "conference " + i));
        }

        assertThat(drained()).containsExactly("active 999", "conference 999");
    }

    @Test
    void kindsGoOutInTheirOrder() {
        outbox.put(Map.of(Slot.CONFERENCE, "conference"));
        outbox.put(Map.of(Slot.REGIONS, "regions"));
        outbox.put(Map.of(Slot.ACTIVE, "active"));
        outbox.put(Map.of(Slot.EXCLUDED, "excluded"));

        assertThat(drained()).containsExactly("regions", "excluded", "active", "conference");
    }

    @Test
    void aListThatKeepsChangingDoesNotHoldUpTheOthers() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            outbox.put(Map.of(Slot.EXCLUDED, "excluded " + i));
            outbox.put(Map.of(Slot.ACTIVE, "active " + i));
            outbox.put(Map.of(Slot.CONFERENCE, "conference " + i));
            told.add(outbox.poll());
        }

        told.addAll(drained());
        assertThat(told)
                .containsExactly("excluded 0", "active 0", "conference 0", "excluded 3", "active 3", "conference 3");
    }

    @Test
    void complaintsAreBounded() {
        for (int i = 0; i < 1000; i++) {
            outbox.complain("no " + i);
        }

        assertThat(drained()).hasSize(32).startsWith("no 0");
        assertThat(outbox.isEmpty()).isTrue();
    }

    private List<String> drained() {
        List<String> all = new ArrayList<>();
        for (String text = outbox.poll(); text != null; text = outbox.poll()) {
            all.add(text);
        }
        return all;
    }
}
