package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference for operators, docs/configuration.md, says what the code says: every key, with its default. */
class ConfigurationReferenceTest {
    private static final Path ROOT = Path.of("../..");
    private static final List<String> MODULES =
            List.of("shared-state", "registry-service", "proxy-service", "room-service");

    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([a-z.-]+)\"\\)");

    /** A key is a method of the mapping itself, so one level deep, perhaps with a literal default on the line before. */
    private static final Pattern KEY =
            Pattern.compile("(?m)(?:^ {4}@WithDefault\\(\"([^\"]*)\"\\)\\n)?^ {4}(?![@ ])[\\w <>,.]+ (\\w+)\\(\\);$");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(foyer\\.[^`]+)`[^|]*\\| ([^|]+) \\|");

    @Test
    void everyKeyOfTheCodeIsInTheReferenceWithItsDefault() throws IOException {
        Map<String, String> documented = documented();
        Map<String, String> expected = ofTheCode();
        assertThat(expected).as("keys found in the code").hasSizeGreaterThan(10);
        Map<String, String> wrong = new TreeMap<>();
        expected.forEach((key, value) -> {
            String said = documented.get(key);
            if (said == null) {
                wrong.put(key, "is missing");
            } else if (!value.isEmpty() && !said.equals(value)) {
                wrong.put(key, "has the default " + value + ", not " + said);
            }
        });
        assertThat(wrong).as("docs/configuration.md").isEmpty();
    }

    @Test
    void theReferenceNamesNoKeyThatTheCodeDoesNotHave() throws IOException {
        Map<String, String> code = ofTheCode();
        for (String module : MODULES) {
            String prefix = "foyer." + module.replaceAll("^shared-|-service$", "") + ".";
            if (code.keySet().stream().anyMatch(key -> key.startsWith(prefix))) {
                assertThat(documented().keySet())
                        .filteredOn(key -> key.startsWith(prefix))
                        .isNotEmpty()
                        .allSatisfy(key -> assertThat(code).containsKey(key));
            }
        }
    }

    /** Keys as they begin: what stands behind a list's or a map's own name is left out. */
    private static Map<String, String> documented() throws IOException {
        return ROW.matcher(Files.readString(ROOT.resolve("docs/configuration.md")))
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1).replaceAll("(\\[0]|\\.<).*", ""),
                        match -> match.group(2).replace("`", "").strip(),
                        (first, second) -> first));
    }

    private static Map<String, String> ofTheCode() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        for (String module : MODULES) {
            if (Files.isDirectory(sources(module))) {
                try (Stream<Path> files = Files.walk(sources(module))) {
                    for (Path file : files.filter(path -> path.toString().endsWith("Config.java"))
                            .toList()) {
                        keys.putAll(ofMapping(Files.readString(file)));
                    }
                }
            }
        }
        return keys;
    }

    private static Path sources(String module) {
        return ROOT.resolve(module).resolve("src/main/java");
    }

    private static Map<String, String> ofMapping(String source) {
        return PREFIX.matcher(source)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .map(prefix -> KEY.matcher(source)
                        .results()
                        .collect(Collectors.toMap(
                                match -> prefix + "." + kebab(match.group(2)),
                                ConfigurationReferenceTest::defaultOf,
                                (first, second) -> first)))
                .orElse(Map.of());
    }

    private static String defaultOf(MatchResult match) {
        return match.group(1) == null ? "" : match.group(1);
    }

    private static String kebab(String method) {
        return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
