package io.foyer.room.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.name.Scope;
import io.foyer.room.runtime.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompositionRequestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD = "{'event':'room1','digest':'d','transcodeComposition':false,"
            + "'mixers':[{'mixerName':'m','path':'live/room1','width':'1280','destinationMixerName':''}],'location':['nyc3']}";

    @Test
    void whatThePageSendsIsUnderstood() throws Refusal {
        CompositionRequest request = CompositionRequest.read(tree(GOOD));

        assertThat(request.room()).isEqualTo(new Scope("live/room1"));
        assertThat(request.body("our-token").path("digest").asText()).isEqualTo("our-token");
        assertThat(request.body("our-token").path("mixers"))
                .isEqualTo(tree(GOOD).path("mixers"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'event':'room1', | | needs event",
                "'digest':'d', | | needs digest",
                "'digest':'d' | 'digest':'' | digest must not be empty",
                "'transcodeComposition':false | 'transcodeComposition':'false' | true or false",
                "'location':['nyc3'] | 'location':[] | one region",
                "'location':['nyc3'] | 'location':['a','b'] | one region",
                "'location':['nyc3'] | 'location':'nyc3' | one region",
                "'destinationMixerName':'' | 'destinationMixerName':'x' | none has",
                "'path':'live/room1' | 'path':'a?b' | must name a room",
                "'event':'room1' | 'event':'a?b' | event must be a name",
                "'event':'room1' | 'event':'../admin/event' | event must be a name",
                "'event':'room1' | 'event':'a/./b' | event must be a name",
                "'event':'room1' | 'event':'a//b' | event must be a name",
                "'event':'room1' | 'event':'/a' | event must be a name",
                "'mixers':[ | 'mixers':[{'destinationMixerName':''}, | 2 have",
            },
            quoteCharacter = '`')
    void theFirstBrokenRuleIsNamed(String part, String instead, String complaint) {
        String broken = GOOD.replace(part, instead == null ? "" : instead);

        assertThat(broken).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> CompositionRequest.read(tree(broken)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void anEventMayBeAPath() throws Refusal {
        assertThat(CompositionRequest.read(tree(GOOD.replace("'event':'room1'", "'event':'a/b.c'")))
                        .event())
                .isEqualTo("a/b.c");
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
