package io.foyer.lab.stack.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "/, /",
        "/host.html?room=room1, /host.html?room=room1",
        "/?testbed=conference&room=live/room1&host=true, /?testbed=conference&room=live/room1&host=true",
        "/%71/metrics, /q/metrics",
        "/x/../q/metrics, /q/metrics",
        "/x/%2e%2E/q/metrics, /q/metrics",
        "//q//metrics, /q/metrics",
        "/./q/./metrics, /q/metrics",
        "/../../q/, /q/",
        "/a/b/.., /a/",
        "/a/.., /",
        "/a/, /a/",
        "/a%2Fb, /a%2Fb",
        "/a%20b?x=%71, /a%20b?x=%71",
        "https://localhost:8443/host.html?x=1, /host.html?x=1",
        "https://localhost:8443, /",
        "/q?, /q?",
    })
    void a_target_has_one_form_and_its_query_stays_as_it_is(String target, String normal) {
        assertThat(RequestPath.of(target)).map(RequestPath::target).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "", "localhost:8443", "/a%", "/a%7", "/a%zz", "/%-1"})
    void what_is_not_a_path_is_refused(String target) {
        assertThat(RequestPath.of(target)).isEmpty();
    }
}
