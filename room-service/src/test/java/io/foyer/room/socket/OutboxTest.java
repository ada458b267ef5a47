package io.foyer.room.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.room.runtime.Frame;
import io.foyer.room.runtime.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox();

    @Test
    void onlyTheNewestOfEachKindWaits() {
        for (int i = 0; i < 1000; i++) {
            put(new Message(2, Frame.text("active " + i)), new Message(3, Frame.text("conference " + i)));
        }

        assertThat(drained()).containsExactly("active 999", "conference 999");
    }

    @Test
    void kindsAreSentInTheirOrder() {
        put(new Message(3, Frame.text("conference")));
        put(new Message(0, Frame.text("regions")));
        put(new Message(2, Frame.text("active")));

        assertThat(drained()).containsExactly("regions", "active", "conference");
    }

    @Test
    void aListThatKeepsChangingDoesNotHoldUpTheOthers() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            put(new Message(1, Frame.text("excluded " + i)), new Message(2, Frame.text("active " + i)));
            sent.add(outbox.poll().text());
        }

        assertThat(sent).containsExactly("excluded 0", "active 0", "excluded 2", "active 2");
    }

    @Test
    void repliesComeFirstAndAreBounded() {
        put(new Message(2, Frame.text("active")));
        for (int i = 0; i < 1000; i++) {
            outbox.reply(Frame.text("reply " + i));
        }

        assertThat(drained()).hasSize(257).startsWith("reply 0", "reply 1").endsWith("active");
    }

    private void put(Message... messages) {
        List.of(messages).forEach(outbox::put);
    }

    private List<String> drained() {
        List<String> all = new ArrayList<>();
        while (!outbox.isEmpty()) {
            all.add(outbox.poll().text());
        }
        return all;
    }
}
