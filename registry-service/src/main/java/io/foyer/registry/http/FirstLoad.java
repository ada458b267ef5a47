package io.foyer.registry.http;

import io.foyer.edge.health.Serving;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whether everything was loaded once since the start; before that nothing here may be believed, so nothing is answered. */
@ApplicationScoped
public class FirstLoad implements Serving {
    private volatile boolean done;
    private volatile boolean draining;

    @Override
    public boolean loaded() {
        return done;
    }

    @Override
    public boolean draining() {
        return draining;
    }

    public void complete() {
        done = true;
    }

    void stop(@Observes ShutdownEvent event) {
        draining = true;
    }
}
