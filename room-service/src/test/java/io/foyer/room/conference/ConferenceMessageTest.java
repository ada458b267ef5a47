package io.foyer.room.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.foyer.name.Scope;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.runtime.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConferenceMessageTest {
    private static final ObjectReader JSON = new ObjectMapper().readerFor(JsonNode.class);
    private static final Scope ROOM = new Scope("live/r");

    @Test
    void aListMessageNamesRoomAndStream() throws Refusal {
        assertThat(read("{'type':'promote','room':'live/r','streamName':'a'}"))
                .containsExactly(new ConferenceMessage.Decide("promote", ROOM, new RoomCommand.Promote("a")));
    }

    @Test
    void peoplesRealNamesAreNames() throws Refusal {
        for (String name : List.of("alice@example.com", "user:42", "a+b", "joe~1", "Kamera Süd", "Анна", "山田")) {
            assertThat(read("{'type':'promote','room':'live/r','streamName':'" + name + "'}"))
                    .containsExactly(new ConferenceMessage.Decide("promote", ROOM, new RoomCommand.Promote(name)));
        }
    }

    @Test
    void slashesAroundARoomDoNotCount() throws Refusal {
        assertThat(read("{'type':'promote','room':'/live//r/','streamName':'a'}"))
                .containsExactly(new ConferenceMessage.Decide("promote", ROOM, new RoomCommand.Promote("a")));
    }

    @Test
    void aFrameHasAtMostEightDocuments() throws Refusal {
        String document = "{'type':'ping'}";

        assertThat(read(document.repeat(8))).hasSize(8);
        assertThatThrownBy(() -> read(document.repeat(9))).isInstanceOf(Refusal.class);
    }

    @Test
    void severalDocumentsInOneFrameAreAllRead() throws Refusal {
        assertThat(read("{'type':'promote','room':'live/r','streamName':'a'}{'type':'demote','room':'live/r',"
                        + "'streamName':'b'}\n{'type':'ping'}"))
                .containsExactly(
                        new ConferenceMessage.Decide("promote", ROOM, new RoomCommand.Promote("a")),
                        new ConferenceMessage.Decide("demote", ROOM, new RoomCommand.Demote("b")),
                        new ConferenceMessage.Plain("ping"));
    }

    @Test
    void aFrameIsRefusedAsAWhole() {
        assertThatThrownBy(() -> read("{'type':'promote','room':'live/r','streamName':'a'}{broken"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.reason().id()).isEqualTo("not-json"));
    }

    @Test
    void anExclusionMayHaveAnEndAndAReason() throws Refusal {
        assertThat(read("{'type':'exclude','room':'live/r','streamName':'a','seconds':60,'reason':'noise'}"))
                .containsExactly(
                        new ConferenceMessage.Decide("exclude", ROOM, new RoomCommand.Exclude("a", 60, "noise")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "nonsense | not-json",
                "[] | not-json",
                "'text' | not-json",
                "{} | unknown-type",
                "{'type':'dance'} | unknown-type",
                "{'type':7} | unknown-type",
                "{'type':'promote','room':'live/r'} | bad-name",
                "{'type':'promote','streamName':'a'} | bad-name",
                "{'type':'promote','room':'live/r','streamName':''} | bad-name",
                "{'type':'promote','room':'live/r','streamName':7} | bad-name",
                "{'type':'promote','room':'live/r','streamName':'a/b'} | bad-name",
                "{'type':'promote','room':'live/../r','streamName':'a'} | bad-name",
                "{'type':'promote','room':'live/undefined','streamName':'a'} | bad-name",
                "{'type':'promote','room':'live/r_wr_wr','streamName':'a'} | bad-name",
                "{'type':'order','room':'live/r','streamName':'a'} | invalid-request",
                "{'type':'order','room':'live/r','streamName':'a','order':1.5} | invalid-request",
                "{'type':'exclude','room':'live/r','streamName':'a','seconds':-1} | invalid-request",
                "{'type':'exclude','room':'live/r','streamName':'a','seconds':'1'} | invalid-request",
                "{'type':'destroyComposition'} | bad-name"
            })
    void whatMakesNoSenseIsRefusedWithItsReason(String text, String id) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(
                        refusal.reason().id())
                .isEqualTo(id));
    }

    private static List<ConferenceMessage> read(String text) throws Refusal {
        return ConferenceMessage.read(text.replace('\'', '"'), JSON);
    }
}
