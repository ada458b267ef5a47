package io.foyer.registry.http;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether everything was loaded once since the start; before that nothing here may be believed, so nothing is answered. */
@ApplicationScoped
public class FirstLoad {
    private volatile boolean done;

    public boolean done() {
        return done;
    }

    public void complete() {
        done = true;
    }
}
