package io.foyer.lab.node.mixing;

import java.util.logging.Level;
import java.util.logging.Logger;

/** A task on a timer that goes on after a defect, which is told once. */
final class Repeated implements Runnable {
    private static final Logger LOG = Logger.getLogger(Repeated.class.getName());

    private final Runnable task;
    private boolean told;

    Repeated(Runnable task) {
        this.task = task;
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (RuntimeException defect) {
            if (!told) {
                told = true;
                LOG.log(Level.WARNING, "a repeated task failed", defect);
            }
        }
    }
}
