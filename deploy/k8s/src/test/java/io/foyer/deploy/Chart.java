package io.foyer.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The chart under test, through the real Helm library. */
final class Chart {
    static final Path FOLDER = Path.of("foyer");
    static final String RELEASE = "demo";
    static final String NAMESPACE = "conferences";

    private Chart() {}

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    static Manifests render(String values) {
        return render(RELEASE, values);
    }

    /** @throws IllegalStateException with Helm's own words when the values are refused */
    static Manifests render(String release, String values) {
        return Manifests.parse(template(release, values));
    }

    private static String template(String release, String values) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return new Helm(FOLDER)
                        .template()
                        .withName(release)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion("1.30.0")
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
