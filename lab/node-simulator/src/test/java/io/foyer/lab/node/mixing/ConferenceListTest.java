package io.foyer.lab.node.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConferenceListTest {
    @Test
    void streamsAndPresenterAreRead() {
        assertThat(
                        parse(
                                "{\"type\":\"conference\",\"presenter\":\"bob\",\"room\":\"live/room1\",\"streams\":[\"alice\",\"bob\",\"bob\"]}"))
                .contains(new ConferenceList(List.of("alice", "bob"), "bob"));
    }

    @Test
    void aListThatIsNotThereIsEmptyAndAPresenterOutsideIsNone() {
        assertThat(parse("{\"type\":\"conference\",\"room\":\"live/room1\",\"presenter\":\"eve\"}"))
                .contains(ConferenceList.NOBODY);
    }

    @Test
    void otherMessagesAndOtherRoomsAreNotOurs() {
        assertThat(parse("{\"type\":\"active\",\"room\":\"live/room1\",\"streams\":[\"alice\"]}"))
                .isEmpty();
        assertThat(parse("{\"type\":\"conference\",\"room\":\"live/room2\",\"streams\":[]}"))
                .isEmpty();
        assertThat(parse("nonsense")).isEmpty();
        assertThat(parse("")).isEmpty();
    }

    private static Optional<ConferenceList> parse(String text) {
        return ConferenceList.parse(new ObjectMapper(), text, "live/room1");
    }
}
