package io.foyer.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
    private static final Path DOCS = Path.of("..", "docs", "reasons.md");

    /** The table of the docs page; paste it there when this test fails. */
    private static String table() {
        return Stream.of(Reason.values())
                .map(reason -> "| `%s` | %d | %d | %s | %s |"
                        .formatted(
                                reason.id(),
                                reason.status(),
                                reason.closeCode(),
                                reason.again().text(),
                                reason.sentence()))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void theTableOfTheDocsIsTheEnum() throws IOException {
        String documented = Files.readString(DOCS)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.joining("\n"));
        assertThat(documented).isEqualTo(table());
    }

    @ParameterizedTest
    @EnumSource
    void aReasonIsOneWordOnTheWireInMetricsAndInProblems(Reason reason) {
        assertThat(reason.id()).matches("[a-z]+(-[a-z]+)*");
        assertThat(reason.problemType()).isEqualTo("urn:foyer:problem:" + reason.id());
        assertThat(reason.sentence()).matches("[A-Z].*\\.");
    }

    @ParameterizedTest
    @EnumSource
    void itsStatusItsCloseCodeAndItsAdviceFitTogether(Reason reason) {
        assertThat(reason.status()).isBetween(400, 504);
        assertThat(reason.closeCode()).isIn(1001, 1002, 1008, 1009, 1011, 1013);
        switch (reason.again()) {
            case NO -> assertThat(reason.status()).isLessThan(500);
            case LATER -> assertThat(reason.closeCode()).isIn(1008, 1011, 1013);
            case AT_ONCE -> assertThat(reason.closeCode()).isEqualTo(1001);
        }
    }
}
