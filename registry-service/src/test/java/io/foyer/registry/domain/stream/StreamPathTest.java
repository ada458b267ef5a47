package io.foyer.registry.domain.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPathTest {
    @Test
    void theLastSegmentIsTheName() {
        assertThat(StreamPath.parse("live/a/b_wr/alice-1.x@y")).contains(new StreamPath("live/a/b_wr", "alice-1.x@y"));
        assertThat(StreamPath.parse("live/a").orElseThrow().guid()).isEqualTo("live/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "/a/b", "a/b/", "a//b", "a/./b", "a/../b", "a/b c", "a/b%2e", "a/b\n", "a/ä", "a/b\\c", "a;b/c"
            })
    void whatIsNoScopeAndNameIsRefused(String text) {
        assertThat(StreamPath.parse(text)).isEmpty();
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThat(StreamPath.parse("a/" + "b".repeat(253))).isPresent();
        assertThat(StreamPath.parse("a/" + "b".repeat(254))).isEmpty();
    }

    @Property
    void whateverIsTakenIsTheSameAgainAndLeadsNowhereElse(@ForAll String text) {
        StreamPath.parse(text).ifPresent(path -> {
            assertThat(path.guid()).isEqualTo(text);
            assertThat(Path.of(text).normalize().toString()).isEqualTo(text);
        });
    }
}
