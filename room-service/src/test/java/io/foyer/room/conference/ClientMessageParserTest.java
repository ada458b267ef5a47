package io.foyer.room.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.room.conference.ClientMessage.ListCommand;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessageParserTest {
    private final ClientMessageParser parser = new ClientMessageParser(new ObjectMapper());

    @Test
    void aListMessageIsACommandForItsRoom() throws NotUnderstood {
        assertThat(parser.parse("{\"type\":\"promote\",\"room\":\"live/room1\",\"streamName\":\"alice\"}"))
                .isEqualTo(new ListCommand("promote", new RoomKey("live/room1"), new RoomCommand.Promote("alice")));
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "-1, -1", "99999999999, 2147483647"})
    void anOrderIsAWholeNumber(String order, int position) throws NotUnderstood {
        String text = "{\"type\":\"order\",\"room\":\"r\",\"streamName\":\"a\",\"order\":" + order + "}";

        assertThat(parser.parse(text))
                .isEqualTo(new ListCommand("order", new RoomKey("r"), new RoomCommand.Order("a", position)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "\"promote\"",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"promote\"}",
                "{\"type\":\"promote\",\"room\":\"r\"}",
                "{\"type\":\"promote\",\"room\":\"r\",\"streamName\":null}",
                "{\"type\":\"promote\",\"room\":\"r\",\"streamName\":\"<b>\"}",
                "{\"type\":\"promote\",\"room\":{},\"streamName\":\"a\"}",
                "{\"type\":\"order\",\"room\":\"r\",\"streamName\":\"a\",\"order\":\"3\"}",
                "{\"type\":\"order\",\"room\":\"r\",\"streamName\":\"a\",\"order\":1.5}",
                "{\"type\":\"destroyComposition\"}",
                "{\"type\":\"dance\"}",
            })
    void whatIsNoMessageIsNotUnderstood(String text) {
        assertThatThrownBy(() -> parser.parse(text)).isInstanceOf(NotUnderstood.class);
    }

    @Property
    void noTextAtAllBreaksTheParser(@ForAll String text) {
        try {
            parser.parse(text);
        } catch (NotUnderstood expected) {
            assertThat(expected).hasMessageNotContaining("Exception");
        }
    }
}
