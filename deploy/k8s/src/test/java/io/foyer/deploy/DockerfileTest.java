package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can be said of an image without building it: it takes what the build leaves behind, all of it, and it fits the
 * chart.
 */
class DockerfileTest {
    /** What Quarkus's fast-jar packaging leaves in target/quarkus-app. */
    private static final Set<String> QUARKUS_APP = Set.of("lib/", "app/", "quarkus/", "quarkus-run.jar");

    /** Left behind for tools, not needed to run. */
    private static final Set<String> NOT_NEEDED = Set.of("quarkus-app-dependencies.txt");

    @ParameterizedTest
    @ValueSource(strings = {"registry", "proxy", "room"})
    void theImageTakesExactlyWhatThePackageConsistsOf(String service) {
        assertThat(copied(service)).containsExactlyInAnyOrderElementsOf(QUARKUS_APP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry", "proxy", "room"})
    void aBuiltPackageIsWhatTheDescriptionSays(String service) throws IOException {
        Path built = module(service).resolve("target/quarkus-app");
        assumeTrue(Files.exists(built.resolve("quarkus-run.jar")), service + "-service has not been packaged yet");
        try (Stream<Path> content = Files.list(built)) {
            assertThat(content.map(path -> path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
                            .filter(name -> !NOT_NEEDED.contains(name)))
                    .containsExactlyInAnyOrderElementsOf(QUARKUS_APP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry", "proxy", "room"})
    void whatChangesLeastIsCopiedFirst(String service) {
        assertThat(copied(service).getFirst()).isEqualTo("lib/");
        assertThat(copied(service).indexOf("app/"))
                .isGreaterThan(copied(service).indexOf("lib/"));
    }

    @ParameterizedTest
    @CsvSource({"registry, 8003", "proxy, 8002", "room, 8001"})
    void theImageFitsTheChart(String service, String port) {
        String dockerfile = dockerfile(service);
        var pod = Scenario.DEFAULT
                .render()
                .deployment(service)
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(instruction(dockerfile, "EXPOSE")).isEqualTo(port);
        assertThat(instruction(dockerfile, "USER"))
                .as("a number, or Kubernetes cannot see that it is not root")
                .isEqualTo(pod.getSecurityContext().getRunAsUser() + ":"
                        + pod.getSecurityContext().getRunAsGroup());
        assertThat(instruction(dockerfile, "FROM")).isEqualTo("docker.io/library/eclipse-temurin:25-jre");
        assertThat(instruction(dockerfile, "STOPSIGNAL")).isEqualTo("SIGTERM");
        assertThat(instruction(dockerfile, "ENTRYPOINT"))
                .as("java must be process 1, or it never hears SIGTERM")
                .startsWith("[")
                .contains("exec java $JAVA_OPTS");
        assertThat(instruction(dockerfile, "HEALTHCHECK")).isEqualTo("NONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry", "proxy", "room"})
    void theImagesDefaultOptionsAreThoseOfTheChart(String service) {
        String ofChart = Scenario.DEFAULT.render().container(service).getEnv().stream()
                .filter(variable -> variable.getName().equals("JAVA_OPTS"))
                .findFirst()
                .orElseThrow()
                .getValue();
        String joined = dockerfile(service).replaceAll("\\\\\\n\\s*", "");
        assertThat(instruction(joined, "ENV")).isEqualTo("JAVA_OPTS=\"" + ofChart + "\"");
    }

    /** One for each service, as each is built and shipped by itself; but nobody wants to read three. */
    @ParameterizedTest
    @CsvSource({"registry, 8003", "room, 8001"})
    void theFilesDifferInNameAndPortOnly(String service, String port) {
        assertThat(dockerfile(service)
                        .replace(service + "-service", "proxy-service")
                        .replace(port, "8002"))
                .isEqualTo(dockerfile("proxy"));
    }

    private static List<String> copied(String service) {
        return Pattern.compile("(?m)^COPY target/quarkus-app/(\\S+) /opt/foyer/(\\S+)$")
                .matcher(dockerfile(service))
                .results()
                .peek(match -> assertThat(match.group(1)).isEqualTo(match.group(2)))
                .map(match -> match.group(1))
                .toList();
    }

    private static String instruction(String dockerfile, String name) {
        return Pattern.compile("(?m)^" + name + " (.+)$")
                .matcher(dockerfile)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.joining(" | "));
    }

    private static String dockerfile(String service) {
        try {
            return Files.readString(module(service).resolve("src/main/docker/Dockerfile"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path module(String service) {
        return Path.of("../..", service + "-service");
    }
}
