package io.foyer.lab.stack.process;

import java.nio.file.Path;

/** Where the programs are that the parts run on. */
public final class Programs {
    private Programs() {}

    /** The {@code java} of the JDK that this runs on, not the one that happens to be first in the path. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
