package io.foyer.lab.stack;

import io.foyer.lab.stack.process.Programs;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The command lines of the parts; tests of the stack itself put tiny programs in their place. */
interface Commands {
    /** Reads its configuration from {@code config/application.properties} in its working folder. */
    List<String> service(Service service);

    /**
     * Takes its configuration as options.
     *
     * @param registry base address of the registry, for heartbeats
     * @param webhook base address of the room-service, for webhooks
     * @param options further ones, as the simulator takes them
     */
    List<String> node(NodePlan node, URI registry, URI webhook, List<String> options);

    /** What Maven built in this repository. */
    static Commands built(Repository repository) {
        return new Commands() {
            /** Native access: Netty and WebRTC; without these a JDK 25 fills every log with warnings. */
            private final List<String> quiet =
                    List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

            @Override
            public List<String> service(Service service) {
                List<String> command = new ArrayList<>(List.of(Programs.java()));
                command.addAll(quiet);
                // Starts in half the processor time; peak speed is not what one machine's demonstration needs.
                command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
                command.addAll(List.of("-jar", repository.serviceJar(service).toString()));
                return command;
            }

            @Override
            public List<String> node(NodePlan node, URI registry, URI webhook, List<String> options) {
                List<String> command = new ArrayList<>(List.of(Programs.java()));
                command.addAll(quiet);
                command.addAll(List.of("-Xmx512m", "-jar", repository.nodeJar().toString()));
                command.addAll(List.of(
                        "--id=" + node.id(),
                        "--role=" + node.role(),
                        "--address=" + node.address(),
                        "--port=" + node.port(),
                        "--registry=" + registry,
                        "--webhook=" + webhook.resolve("/webhook"),
                        "--region=local"));
                command.addAll(options);
                return command;
            }
        };
    }
}
