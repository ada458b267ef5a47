package io.foyer.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for names whatever the text, in all of Unicode: unpaired surrogates, overrides, combining marks. */
class NamesPropertyTest {
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> anything = Arbitraries.strings().all().ofMaxLength(20);
        Arbitrary<String> likely = Arbitraries.strings()
                .withChars("abAZ09-_.~@:+=,;!*'()&$ /%ßéäл山\u0301\u0308\u0338\u202e\u200d\ud800\udc00\u1100\u1161<\"\\")
                .ofMaxLength(12);
        Arbitrary<String> marked = Arbitraries.strings()
                .withCharRange('\u0300', '\u036f')
                .withChars("aeoAEO=;/")
                .ofMaxLength(10);
        Arbitrary<String> rooms = Arbitraries.of("live", "room1", "undefined", "null", ".", "..", "x", "é", "")
                .list()
                .ofMaxSize(9)
                .flatMap(parts ->
                        Arbitraries.of("", "_wr", "_wr_wr", "/", " _wr").map(end -> String.join("/", parts) + end));
        return Arbitraries.oneOf(anything, likely, marked, rooms);
    }

    private interface Edge<T> {
        T read(String text) throws BadName;
    }

    private static <T> Optional<T> read(Edge<T> edge, String text) {
        try {
            return Optional.of(edge.read(text));
        } catch (BadName e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    @Property(tries = 5_000)
    void aPrintedScopeIsReadBackAtEveryEdge(@ForAll("texts") String text) {
        read(Scope::of, text).ifPresent(scope -> {
            assertThat(read(Scope::of, scope.toString())).contains(scope);
            assertThat(read(Scope::encoded, scope.encoded())).contains(scope);
            assertThat(read(Scope::query, scope.encoded())).contains(scope);
            assertThat(read(Scope::query, Percent.encode(scope.text()))).contains(scope);
        });
    }

    @Property(tries = 5_000)
    void aPrintedStreamIsReadBackAtEveryEdge(@ForAll("texts") String text) {
        read(Guid::of, text).ifPresent(guid -> {
            assertThat(read(Guid::of, guid.toString())).contains(guid);
            assertThat(read(Guid::encoded, guid.encoded())).contains(guid);
            assertThat(read(Guid::query, guid.encoded())).contains(guid);
            assertThat(read(members -> Guid.of(guid.scope().text(), guid.name()), ""))
                    .contains(guid);
        });
    }

    @Property(tries = 5_000)
    void allEdgesAgreeOnEveryText(@ForAll("texts") String text) {
        Optional<Scope> scope = read(Scope::of, text);
        // Unpaired surrogates cannot be encoded at all, so there is no URL that means this text.
        if (text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))) {
            assertThat(read(Scope::encoded, Names.encoded(text))).isEqualTo(scope);
            assertThat(read(Scope::query, Percent.encode(text))).isEqualTo(scope);
        } else {
            assertThat(scope).isEmpty();
        }
    }

    @Property(tries = 5_000)
    void bothFormsOfATextAreOneName(@ForAll("texts") String text) {
        Optional<Scope> scope = read(Scope::of, text);
        assertThat(read(Scope::of, Normalizer.normalize(text, Normalizer.Form.NFD)))
                .isEqualTo(scope);
        assertThat(read(Scope::of, Normalizer.normalize(text, Normalizer.Form.NFC)))
                .isEqualTo(scope);
    }

    @Property(tries = 5_000)
    void aScopeKeepsItsLimitsAndLeadsNowhereElse(@ForAll("texts") String text) {
        read(Scope::of, text).ifPresent(scope -> {
            assertThat(scope.text().getBytes(StandardCharsets.UTF_8).length).isBetween(1, 512);
            assertThat(Normalizer.isNormalized(scope.text(), Normalizer.Form.NFC))
                    .isTrue();
            assertThat(scope.text().split("/", -1)).hasSizeBetween(1, 8).doesNotContain("", ".", "..");
            assertThat(scope.text().codePoints())
                    .noneMatch(c -> Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.SURROGATE);
            assertThat(scope.encoded()).matches("[A-Za-z0-9._~%/-]+").doesNotContain("//");
        });
    }

    @Property(tries = 5_000)
    void theTwoHalvesOfAConferenceNameEachOther(@ForAll("texts") String text) {
        read(Scope::of, text).ifPresent(scope -> {
            assertThat(scope.other().other()).isEqualTo(scope);
            assertThat(scope.base()).isEqualTo(scope.other().base());
            assertThat(scope.base().waiting()).isFalse();
            assertThat(scope.waitingRoom().waiting()).isTrue();
            assertThat(read(Scope::of, scope.base().text())).contains(scope.base());
            assertThat(read(Scope::of, scope.waitingRoom().text())).contains(scope.waitingRoom());
            assertThat(scope.sameConference(scope.other())).isTrue();
        });
    }

    @Property(tries = 2_000)
    void whatIsDecodedOnceIsWhatWasEncoded(@ForAll("texts") String text) {
        String possible = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(Percent.decode(Percent.encode(possible))).contains(possible);
        Percent.decode(text).ifPresent(decoded -> assertThat(decoded.length()).isLessThanOrEqualTo(text.length()));
    }
}
