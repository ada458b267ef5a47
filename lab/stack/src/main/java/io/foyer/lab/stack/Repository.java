package io.foyer.lab.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The checked-out project, where the built programs are.
 *
 * @param root the folder with {@code mvnw}
 */
record Repository(Path root) {
    /** From the system property {@code foyer.root}, else the nearest folder upwards that holds {@code mvnw}. */
    static Repository find() {
        String given = System.getProperty("foyer.root");
        Path start = Path.of(given == null ? "" : given).toAbsolutePath().normalize();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("mvnw"))) {
                return new Repository(folder);
            }
        }
        throw new StackException(
                "The project's folder (the one with mvnw) is not above " + start + "; name it with -Dfoyer.root=...");
    }

    Path stackTarget() {
        return root.resolve("lab/stack/target");
    }

    Path serviceJar(Service service) {
        return built(root.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar"));
    }

    Path nodeJar() {
        return built(root.resolve("lab/node-simulator/target/node-simulator.jar"));
    }

    private Path built(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new StackException(root.relativize(jar)
                    + " is missing: build it with \"./maven -DskipTests package\", or use \"make run\", which does");
        }
        return jar;
    }
}
