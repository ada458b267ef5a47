package io.foyer.lab.node.media;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs what the native library calls: an exception that reached it would end the whole process. */
final class Callback {
    private static final Logger LOG = Logger.getLogger(Callback.class.getName());

    private Callback() {}

    static void run(Runnable work) {
        try {
            work.run();
        } catch (Exception | Error defect) {
            LOG.log(Level.WARNING, "a media call-back failed", defect);
        }
    }
}
