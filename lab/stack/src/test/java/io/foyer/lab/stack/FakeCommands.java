package io.foyer.lab.stack;

import io.foyer.lab.stack.process.Programs;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a {@link FakePart} for each part; all are good unless told otherwise. */
final class FakeCommands implements Commands {
    private final Map<String, String> behaviours = new HashMap<>();
    private final Map<Service, URI> insideAddresses = new EnumMap<>(Service.class);

    /** What the last node was told about where this service is. */
    URI insideAddress(Service service) {
        return insideAddresses.get(service);
    }

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
        insideAddresses.put(Service.REGISTRY, registry);
        insideAddresses.put(Service.ROOM, webhook);
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
