package io.foyer.proxy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.proxy.domain.session.EndCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the README is the enum. */
class ReadmeTest {
    private static List<String> rows(String heading) throws IOException {
        return Files.readString(Path.of("README.md"))
                .transform(text -> text.substring(text.indexOf("## " + heading)))
                .lines()
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replaceFirst("^\\| `([a-z-]+)` \\| ([0-9]+) .*", "$1 $2"))
                .toList();
    }

    @Test
    void everyEndIsInItsTableWithTheCodeForThePage() throws IOException {
        assertThat(rows("How sessions end"))
                .containsExactlyElementsOf(Stream.of(EndCause.values())
                        .map(cause -> cause.label() + " " + cause.pageCode().number())
                        .toList());
    }
}
