package io.foyer.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SurvivalTest {
    /** Paste it there when this fails. */
    @Test
    void operators_read_the_table_that_is_tested() throws IOException {
        assertThat(Files.readString(Path.of("..", "..", "docs", "operations.md")))
                .contains(Survival.table());
    }
}
