package io.foyer.lab.stack;

import io.foyer.lab.stack.process.Programs;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a {@link FakePart} for each part; all are good unless told otherwise. */
final class FakeCommands implements Commands {
    private final Map<String, String> behaviours = new HashMap<>();

    /** @param name a module or the id of a node */
    FakeCommands with(String name, String behaviour) {
        behaviours.put(name, behaviour);
        return this;
    }

    @Override
    public List<String> service(Service service) {
        return command(service.module(), "127.0.0.1");
    }

    @Override
    public List<String> node(NodePlan node, URI registry, URI webhook, List<String> options) {
        return command(node.id(), node.address(), Integer.toString(node.port()));
    }

    private List<String> command(String name, String... where) {
        List<String> command = new ArrayList<>(
                List.of(Programs.java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-cp", classes()));
        command.addAll(List.of(FakePart.class.getName(), behaviours.getOrDefault(name, "good"), name));
        command.addAll(List.of(where));
        return command;
    }

    private static String classes() {
        return Path.of(FakePart.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }
}
