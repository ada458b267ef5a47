package io.foyer.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RawQueryTest {
    @Test
    void aPlusStaysAPlusAndWhatIsPassedOnKeepsItsText() {
        RawQuery query = RawQuery.parse("r%6Fom=live%2Fa+b&x=%zz&x=2&&flag&y=1%202");
        assertThat(query.rawValue("room")).contains("live%2Fa+b");
        assertThat(query.value("room")).contains("live/a+b");
        assertThat(query.value("y")).contains("1 2");
        assertThat(query.value("x")).isEmpty();
        assertThat(query.count("x")).isEqualTo(2);
        assertThat(query.blank("flag")).isTrue();
        assertThat(query.blank("absent")).isTrue();
        assertThat(query.blank("y")).isFalse();
        assertThat(query.without(Set.of("room", "y"))).isEqualTo("x=%zz&x=2&flag");
    }

    @Property
    void whatIsEscapedFitsIntoOneRequestLineAndStaysAsItIsThen(@ForAll String text) {
        String escaped = RawQuery.escaped(text);
        assertThat(escaped.chars()).allMatch(c -> c > ' ' && c < 0x7f && c != '#');
        assertThat(RawQuery.escaped(escaped)).isEqualTo(escaped);
    }
}
