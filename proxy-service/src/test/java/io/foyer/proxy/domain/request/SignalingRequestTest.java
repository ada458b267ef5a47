package io.foyer.proxy.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.edge.Reason;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalingRequestTest {
    private static SignalingRequest valid(String query) {
        return switch (SignalingRequest.parse(query, Set.of())) {
            case SignalingRequest.Parsed.Valid(SignalingRequest request) -> request;
            case SignalingRequest.Parsed.Invalid(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
        };
    }

    private static Refusal invalid(String query) {
        return switch (SignalingRequest.parse(query, Set.of())) {
            case SignalingRequest.Parsed.Valid(SignalingRequest request) ->
                throw new AssertionError("valid: " + request);
            case SignalingRequest.Parsed.Invalid(Refusal refusal) -> refusal;
        };
    }

    private static Reason refusal(String query) {
        return invalid(query).reason();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '\0',
            value = {
                "id=s1&host=10.0.0.7&app=live%2Froom1_wr /live/room1_wr/?id=s1",
                "id=s1&app=live%2Froom1&host=10.0.0.9 /live/room1/?id=s1",
                "id=s1&host=h&app=live/room1&token=a/b+c /live/room1/?id=s1&token=a/b+c",
                "id=s1&host=h&app=%2Flive /live/?id=s1",
                "id=s1&host=h&app=//live// /live/?id=s1",
                "host=h&app=live /live/",
                "id=s1&host=h&app=live&context=a%2Fb&x=1 /live/a/b/?id=s1&x=1",
                "id=s1&host=h&app=live&context= /live/?id=s1",
                "id=s1&host=h&app=a/b/c/d/e /a/b/c/d/e/?id=s1",
                "token=%7B%22a%22%3A%22b%3Dc%26d%22%7D&host=h&app=live&id=a&id=b&&x /live/?token=%7B%22a%22%3A%22b%3Dc%26d%22%7D&id=a&id=b&x",
                "h%6fst=h&app=live&id=1 /live/?id=1",
                "host=h&app=a+b&id=1 /a%2Bb/?id=1",
                "host=h&app=live//room1 /live/room1/",
                "host=h&app=live%2F%2Froom1%2F&context=/x/ /live/room1/x/",
                "host=h&app=live/caf%C3%A9 /live/caf%C3%A9/",
                "host=h&app=live/cafe%cc%81 /live/caf%C3%A9/",
                "host=h&app=live%2FKamera%20S%c3%bcd&id=a%20b+c /live/Kamera%20S%C3%BCd/?id=a%20b+c",
                "host=h&app=live/x;v=1 /live/x%3Bv%3D1/",
                "host=h&app=live/alice@example.com,user:42,joe~1 /live/alice%40example.com%2Cuser%3A42%2Cjoe~1/",
                "host=h&app=live&id=1&streamName=%252F..%2F+&x=%c3%a9 /live/?id=1&streamName=%252F..%2F+&x=%c3%a9",
                "host=h&app=live&token={\"a\":\"b\"} /live/?token=%7B%22a%22:%22b%22%7D",
                "host=h&app=live&x=a|b^c`d<e>[f]\\g#h /live/?x=a%7Cb%5Ec%60d%3Ce%3E%5Bf%5D%5Cg%23h",
                "host=h&app=live&x=!$'()*,;:@/?-._~&y=100%&z=%zz&%4 /live/?x=!$'()*,;:@/?-._~&y=100%25&z=%25zz&%254",
            })
    void theNodeIsAskedForTheScopeWithTheRestOfTheQuery(String query, String target) {
        assertThat(valid(query).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "live/..",
                "../live",
                "live/./x",
                "live%00",
                "live%0d%0aX:1",
                "live%5Croom",
                "live%252F..",
                "live%3Fx",
                "live%23",
                "..%3B/manager",
                "live/%2e%2e/x",
                "a/b/c/d/e/f/g/h/i",
                "live%",
                "live%zz",
                "live%ff",
                "live/%3Cb%3E",
                "live/a%20",
                "undefined",
                "live/null",
                "live/x_wr_wr",
                "live/%E2%80%AEx",
                "/",
                "%2F",
            })
    void aScopeThatIsNotOneIsRefused(String app) {
        assertThat(refusal("host=h&app=" + app)).isIn(Reason.BAD_NAME, Reason.APP_MISSING);
    }

    @Test
    void aSegmentMayHave255BytesAndNotOneMore() {
        assertThat(valid("host=h&app=" + "a".repeat(255)).app().toString()).hasSize(255);
        assertThat(refusal("host=h&app=" + "a".repeat(256))).isEqualTo(Reason.BAD_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.7%00",
                "a@b",
                "user:pw@10.0.0.7",
                "10.0.0.7/x",
                "10.0.0.7%2Fx",
                "a%0d%0a",
                "http://10.0.0.7",
                "a b",
                "a%23b",
                "%2e%2e%2f",
                "[::1",
                "a\\b",
                "%zz",
            })
    void aHostThatIsNoAddressIsRefused(String host) {
        assertThat(refusal("app=live&host=" + host)).isEqualTo(Reason.HOST_MALFORMED);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(refusal(null)).isEqualTo(Reason.HOST_MISSING);
        assertThat(refusal("app=live&host=")).isEqualTo(Reason.HOST_MISSING);
        assertThat(refusal("host=h")).isEqualTo(Reason.APP_MISSING);
        assertThat(refusal("host=h&app=live&context=..")).isEqualTo(Reason.BAD_NAME);
    }

    @Test
    void aRefusalNamesTheParameterAndThePart() {
        assertThat(invalid("host=h&app=live/a%3Fb").text()).isEqualTo("app: segment 2 has '?' at position 2");
        assertThat(invalid("host=h&app=live&context=..").text()).isEqualTo("context: segment 1 is ..");
        assertThat(invalid("host=h&app=a/b/c/d/e&context=f/g/h/i").text()).isEqualTo("a scope has at most 8 segments");
        assertThat(invalid("host=h&app=a&app=a").text()).isEqualTo("app is given more than once");
    }

    @Test
    void whatIsGivenTwiceIsRefusedSinceTheNodeMightReadTheOther() {
        assertThat(refusal("host=a&host=b&app=live")).isEqualTo(Reason.HOST_MALFORMED);
        assertThat(refusal("host=a&app=live&app=x")).isEqualTo(Reason.BAD_NAME);
    }

    @Test
    void anAddressOfVersion6MayStandInBrackets() {
        assertThat(valid("host=%5B::1%5D&app=live").host()).isEqualTo("::1");
        assertThat(valid("host=fe80::1&app=live").host()).isEqualTo("fe80::1");
    }

    @Test
    void furtherParametersCanBeDropped() {
        SignalingRequest.Parsed parsed = SignalingRequest.parse("host=h&app=live&id=1&trace=x", Set.of("trace"));
        assertThat(parsed).isInstanceOfSatisfying(SignalingRequest.Parsed.Valid.class, valid -> assertThat(
                        valid.request().target())
                .isEqualTo("/live/?id=1"));
    }

    @Property(tries = 2000)
    void noQueryMakesARequestLineThatIsMoreThanOne(@ForAll String noise) {
        SignalingRequest.Parsed parsed = SignalingRequest.parse("host=h&app=live&" + noise, Set.of());
        if (parsed instanceof SignalingRequest.Parsed.Valid(SignalingRequest request)) {
            assertThat(request.target().chars()).allMatch(c -> c > ' ' && c < 0x7F);
            assertThat(request.target()).startsWith("/live/");
        }
    }

    @Property(tries = 2000)
    void noScopeLeadsOutOfItsPlace(@ForAll String noise) {
        String value = noise.replace("&", "");
        SignalingRequest.Parsed parsed = SignalingRequest.parse("host=h&app=live/x" + value, Set.of());
        if (parsed instanceof SignalingRequest.Parsed.Valid(SignalingRequest request)) {
            assertThat(request.target()).matches("/live/x[A-Za-z0-9._~%/-]*/").doesNotContain("//", "/../", "/./");
        }
    }
}
