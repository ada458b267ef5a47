package io.foyer.lab.stack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What it takes to run one part of the stack.
 *
 * @param name unique in the stack, and the name of its log
 * @param url where it is reached, as shown to a person
 * @param command program and arguments
 * @param environment on top of the launcher's own
 * @param folder where it runs; made when missing
 * @param log takes everything it prints
 * @param ready tells when it can be used
 * @param readyWithin how long that may take
 */
public record PartPlan(
        String name,
        String url,
        List<String> command,
        Map<String, String> environment,
        Path folder,
        Path log,
        Probe ready,
        Duration readyWithin) {
    public PartPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
