package io.foyer.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of texts, and what each of them means in JSON, in a path and in a query. */
class NamesTableTest {
    private static final String REFUSED = null;

    /** @param json the scope, or null when it is refused there; the same for the other two */
    record Row(String text, String json, String path, String query) {}

    private static Row same(String text, String scope) {
        return new Row(text, scope, scope, scope);
    }

    private static Row name(String text) {
        return same(text, text);
    }

    private static Row refused(String text) {
        return same(text, REFUSED);
    }

    /** Text with an escape: refused in JSON, where a percent sign is a character that no name has. */
    private static Row escaped(String text, String scope) {
        return new Row(text, REFUSED, scope, scope);
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        // People's names and what pages and SDKs make of them.
        Stream.of(
                        "live/alice",
                        "live/alice@example.com",
                        "live/user:42",
                        "live/a+b",
                        "live/joe~1",
                        "live/Kamera Süd",
                        "live/Анна",
                        "live/山田",
                        "live/二〇二五",
                        "live/أحمد",
                        "live/नमस्ते",
                        "live/Ⅷ",
                        "live/x²",
                        "live/O'Brien (2), jr.",
                        "live/a=b&c$d!e*f;g",
                        "live/..a",
                        "live/a..b",
                        "live/...",
                        "live/.hidden",
                        "live/-",
                        "live/_",
                        "live/𐐷𝒳",
                        "live/Undefined",
                        "live/nullable",
                        "live",
                        "live/a b c",
                        "a/b/c/d/e/f/g/h",
                        "live/room1_wr",
                        "live/x_wr/room1",
                        "live_wr",
                        "live/" + "a".repeat(255),
                        "live/" + "é".repeat(127))
                .map(NamesTableTest::name)
                .forEach(rows::add);
        // Slashes around and doubled.
        rows.add(same("/live/room1", "live/room1"));
        rows.add(same("live/room1/", "live/room1"));
        rows.add(same("live//room1", "live/room1"));
        rows.add(same("//live///room1//", "live/room1"));
        rows.add(same("/live/room1_wr/", "live/room1_wr"));
        // Composed and decomposed forms are one name.
        rows.add(same("live/Su\u0308d", "live/Süd"));
        rows.add(same("live/\u212b", "live/\u00c5"));
        rows.add(same("live/\u1100\u1161\u11a8", "live/\uac01"));
        rows.add(same("live/a\u037eb", "live/a;b"));
        // Characters that no name has.
        Stream.of(
                        "live/a\\b",
                        "live/a?b",
                        "live/a#b",
                        "live/a<b",
                        "live/a>b",
                        "live/a\"b",
                        "live/a{b",
                        "live/a}b",
                        "live/a|b",
                        "live/a^b",
                        "live/a`b",
                        "live/a\u1fefb",
                        "live/a[b",
                        "live/a]b",
                        "live/a\u0000b",
                        "live/a\rb",
                        "live/a\nb",
                        "live/a\tb",
                        "live/a\u007fb",
                        "live/a\u0085b",
                        "live/a\u202eb",
                        "live/a\u2066b",
                        "live/a\u200bb",
                        "live/a\u200db",
                        "live/a\ufeffb",
                        "live/a\u00adb",
                        "live/a\u2028b",
                        "live/a\u00a0b",
                        "live/a\u3000b",
                        "live/a\ud800",
                        "live/\udc00b",
                        "live/\udc00\ud800",
                        "live/\ue000",
                        "live/\uffff",
                        "live/\u0378",
                        "live/a\u2215b",
                        "live/€",
                        "live/\ud83d\ude00",
                        "live/≠",
                        "live/=\u0338")
                .map(NamesTableTest::refused)
                .forEach(rows::add);
        // Blanks at the ends and doubled.
        Stream.of("live/ a", "live/a ", "live/a  b", " live/a", "live /a", "live/ /a", " ")
                .map(NamesTableTest::refused)
                .forEach(rows::add);
        // Ways that lead elsewhere, empty fields, waiting rooms of nothing.
        Stream.of(
                        "",
                        "/",
                        "///",
                        ".",
                        "..",
                        "live/.",
                        "live/..",
                        "../live",
                        "live/../admin",
                        "live/./x",
                        "..;/manager",
                        "live/.;x",
                        "undefined",
                        "null",
                        "live/undefined",
                        "live/null",
                        "undefined/room1",
                        "_wr",
                        "live/_wr",
                        "live/x_wr_wr",
                        "live/x_wr_wr_wr",
                        "live/._wr",
                        "live/.._wr",
                        "live/undefined_wr",
                        "live/null_wr",
                        "live/a _wr",
                        "a/b/c/d/e/f/g/h/i",
                        "live/" + "a".repeat(256),
                        "live/" + "é".repeat(128),
                        "live/" + "a".repeat(100_000),
                        "/".repeat(100_000))
                .map(NamesTableTest::refused)
                .forEach(rows::add);
        // Percent-encoding: decoded once, in either case, and nothing hides behind it.
        rows.add(escaped("live/caf%c3%a9", "live/café"));
        rows.add(escaped("live/caf%C3%A9", "live/café"));
        rows.add(escaped("live/cafe%CC%81", "live/café"));
        rows.add(escaped("live/a%20b", "live/a b"));
        rows.add(escaped("live/a%2Bb", "live/a+b"));
        rows.add(escaped("live/%61lice", "live/alice"));
        rows.add(escaped("live/%E5%B1%B1%E7%94%B0", "live/山田"));
        rows.add(escaped("live/%F0%90%90%B7", "live/𐐷"));
        rows.add(escaped("live/山%E7%94%B0", "live/山田"));
        rows.add(escaped("live/x%3Dy%26z", "live/x=y&z"));
        Stream.of(
                        "live/a%252Fb",
                        "live/a%2525",
                        "live/a%25",
                        "live/a%5Cb",
                        "live/a%00b",
                        "live/a%0d%0aX:1",
                        "live/%2e",
                        "live/%2e%2e",
                        "live/%2E./x",
                        "..%3B/manager",
                        "live/%75ndefined",
                        "live/a%3Fb",
                        "live/a%23",
                        "live/a%",
                        "live/a%4",
                        "live/a%zz",
                        "live/a%\uff11\uff11",
                        "live/a%ff",
                        "live/%c0%af",
                        "live/%ed%a0%80",
                        "live/\ud800%41",
                        "live/%E2%80%AE",
                        "live/%20a",
                        "live/a%20",
                        "live/a%20%20b",
                        "live/%3Cb%3E")
                .map(text -> escaped(text, REFUSED))
                .forEach(rows::add);
        // An encoded slash separates in a query, where clients encode all of them; in a path it is refused.
        rows.add(new Row("live%2Froom1", REFUSED, REFUSED, "live/room1"));
        rows.add(new Row("live%2froom1_wr", REFUSED, REFUSED, "live/room1_wr"));
        rows.add(new Row("%2Flive%2F%2Froom1%2F", REFUSED, REFUSED, "live/room1"));
        rows.add(new Row("live%2F..%2Fadmin", REFUSED, REFUSED, REFUSED));
        rows.add(new Row("%2F", REFUSED, REFUSED, REFUSED));
        return rows.stream();
    }

    @Test
    void theTableIsLong() {
        assertThat(rows()).hasSizeGreaterThan(100);
        assertThat(rows().map(Row::text)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aTextMeansThisScopeInJsonInAPathAndInAQuery(Row row) {
        assertThat(scope(Scope::of, row.text())).as("JSON").isEqualTo(row.json());
        assertThat(scope(Scope::encoded, row.text())).as("path").isEqualTo(row.path());
        assertThat(scope(Scope::query, row.text())).as("query").isEqualTo(row.query());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theSameHoldsForAStreamInAScope(Row row) {
        if (row.text().length() < 1_000) {
            assertThat(scope(text -> Guid.of(text + "/alice").scope(), row.text()))
                    .isEqualTo(row.json());
            assertThat(scope(text -> Guid.encoded(text + "/alice").scope(), row.text()))
                    .isEqualTo(row.path());
            assertThat(scope(text -> Guid.query(text + "/alice").scope(), row.text()))
                    .isEqualTo(row.query());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aSingleSegmentIsANameExactlyWhenItIsASegmentOfAPath(Row row) {
        String segment = row.text().substring(row.text().lastIndexOf('/') + 1);
        if (!segment.isEmpty()) {
            assertThat(scope(text -> new Scope("x/" + Names.name(text)), segment))
                    .isEqualTo(
                            scope(text -> new Scope("x/" + Guid.of("x/" + text).name()), segment));
            assertThat(scope(text -> new Scope("x/" + Names.encodedName(text)), segment))
                    .isEqualTo(scope(
                            text -> new Scope("x/" + Guid.encoded("x/" + text).name()), segment));
        }
    }

    @Test
    void aRefusalNamesThePart() {
        assertThat(refusal("live/a?b")).isEqualTo("segment 2 has '?' at position 2");
        assertThat(refusal("live//\u202e")).isEqualTo("segment 2 has U+202E at position 1");
        assertThat(refusal("live/ x")).isEqualTo("segment 2 has a blank at position 1");
        assertThat(refusal("live/x ")).isEqualTo("segment 2 ends in a blank");
        assertThat(refusal("live/../x")).isEqualTo("segment 2 is ..");
        assertThat(refusal("live/undefined")).contains("segment 2 is undefined");
        assertThat(refusal("a/b/c/d/e/f/g/h/i")).isEqualTo("a scope has at most 8 segments");
        assertThat(refusal("live/x_wr_wr")).isEqualTo("segment 2 is the waiting room of a waiting room");
        assertThat(refusal("live/.._wr")).isEqualTo("the room of segment 2 is ..");
        assertThat(refusal("live/" + "a".repeat(256))).isEqualTo("segment 2 has more than 255 bytes");
        assertThat(refusal("/")).isEqualTo("the scope is empty");
        assertThat(refusal(null)).isEqualTo("the path is missing");
    }

    @Test
    void aScopeHasAtMost512Bytes() throws BadName {
        String longest = "a".repeat(255) + "/" + "b".repeat(255) + "/";
        assertThat(Scope.of(longest).text()).hasSize(511);
        assertThat(refusal(longest + "c")).isEqualTo("a scope has at most 512 bytes");
        assertThat(Guid.of(longest + "c".repeat(255)).name()).hasSize(255);
        assertThat(Guid.encoded("%61".repeat(255) + "/" + "%62".repeat(255) + "/" + "%63".repeat(255))
                        .name())
                .hasSize(255);
    }

    private static String refusal(String text) {
        try {
            return "accepted as " + Scope.of(text);
        } catch (BadName e) {
            return e.getMessage();
        }
    }

    private interface Edge {
        Scope read(String text) throws BadName;
    }

    private static String scope(Edge edge, String text) {
        try {
            return edge.read(text).text();
        } catch (BadName e) {
            return REFUSED;
        }
    }
}
