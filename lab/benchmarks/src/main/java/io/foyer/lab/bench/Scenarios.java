package io.foyer.lab.bench;

import io.foyer.lab.bench.Audience.Expectation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What is measured. Servers take turns block by block, so that a busy minute of the machine meets all of them. */
final class Scenarios {
    private final Options options;
    private final Sockets sockets;
    private final List<Server> servers;
    private final Report report;
    private int roomNumber;

    Scenarios(Options options, Sockets sockets, List<Server> servers, Report report) {
        this.options = options;
        this.sockets = sockets;
        this.servers = servers;
        this.report = report;
    }

    void run() throws IOException {
        for (int size : options.sizes()) {
            switch (options.scenario()) {
                case "promote" -> commands(size, false);
                case "own-command" -> commands(size, true);
                case "webhook" -> webhooks(size);
                case "join-storm" -> joinStorm(size);
                case "idle" -> idle(size);
                default -> throw new IllegalArgumentException(options.scenario());
            }
        }
    }

    /** One command or webhook that changes the room, and the time in ms until whoever counts saw it. */
    private interface Round {
        double run(int number) throws IOException;
    }

    private String newRoom(int size) {
        return "live/bench" + size + "x" + ++roomNumber;
    }

    /** A host of the room promotes a name and demotes it again; hosts take turns. @param own whether the sender's own view counts */
    private void commands(int size, boolean own) throws IOException {
        List<Published> rooms = new ArrayList<>();
        for (Server server : servers) {
            Published room = new Published(server, size);
            room.conference(0, "promote", room.names.getFirst(), true, List.of(room.names.getFirst()));
            rooms.add(room);
        }
        alternate(rooms, size, room -> number -> {
            String first = room.names.getFirst();
            String name = room.names.get(1 + number % (room.names.size() - 1));
            double millis = room.conference(2 * number, "promote", name, own, List.of(first, name));
            pauseBetween();
            double back = room.conference(2 * number + 1, "demote", name, own, List.of(first));
            return own ? (millis + back) / 2 : millis;
        });
    }

    /** A node publishes a stream and ends it again. */
    private void webhooks(int size) throws IOException {
        List<Published> rooms = new ArrayList<>();
        for (Server server : servers) {
            rooms.add(new Published(server, size));
        }
        alternate(rooms, size, room -> number -> {
            String name = "late" + number;
            List<String> with = new ArrayList<>(room.names);
            with.add(name);
            double millis = room.webhook("stream-published", name, with);
            pauseBetween();
            room.webhook("stream-unpublished", name, room.names);
            return millis;
        });
    }

    private void alternate(List<Published> rooms, int size, Function<Published, Round> rounds) throws IOException {
        List<Report.Row> rows = new ArrayList<>();
        for (Published room : rooms) {
            block(room, rounds.apply(room), options.warmUp());
            Report.Row row = new Report.Row(room.audience.server().name(), size);
            rows.add(row);
            report.add(row);
        }
        profile(true, size);
        for (int b = 0; b < options.blocks(); b++) {
            for (int i = 0; i < rooms.size(); i++) {
                Published room = rooms.get(i);
                Server server = room.audience.server();
                server.awaitQuiet();
                long cpu = server.cpuNanos();
                long messages = room.audience.messages();
                rows.get(i).block(block(room, rounds.apply(room), options.rounds()));
                room.audience.check();
                rows.get(i).cpuNanos += server.cpuNanos() - cpu;
                rows.get(i).messages += room.audience.messages() - messages;
                rows.get(i).rounds += 2L * options.rounds();
            }
        }
        profile(false, size);
        for (Published room : rooms) {
            room.close();
        }
    }

    private List<Double> block(Published room, Round round, int count) throws IOException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pauseBetween();
            millis.add(round.run(room.round++));
        }
        return millis;
    }

    private void pauseBetween() {
        Server.pause(Duration.ofMillis(options.pauseMillis()));
    }

    /** A room with published names, its clients, and the connection of the node that publishes. */
    private final class Published {
        private final Audience audience;
        private final Server.Http node;
        private final List<String> names =
                IntStream.range(0, options.names()).mapToObj(i -> "stream" + i).toList();
        private int round;

        Published(Server server, int size) throws IOException {
            audience = Audience.connected(sockets, server, newRoom(size), size);
            node = new Server.Http(server.port(0));
            for (int i = 0; i < names.size(); i++) {
                webhook("stream-published", names.get(i), names.subList(0, i + 1));
            }
        }

        /** @return ms until the last client's {@code conference} is this list, or the sender's */
        double conference(int sender, String command, String name, boolean own, List<String> expected) {
            audience.expect(Expectation.list("conference", expected));
            String message =
                    "{\"type\":\"%s\",\"room\":\"%s\",\"streamName\":\"%s\"}".formatted(command, audience.room(), name);
            long start = System.nanoTime();
            audience.client(sender).send(message);
            long last = audience.reached();
            return ((own ? audience.reachedAt(sender) : last) - start) / 1e6;
        }

        /** @return ms until the last client's {@code active} is this list */
        double webhook(String event, String name, List<String> expected) throws IOException {
            audience.expect(Expectation.list("active", expected));
            String body = ("{\"event\":\"%s\",\"guid\":\"%s/%s\",\"clusterNodeType\":\"TYPE_ORIGIN\",\"timestamp\":%d,"
                            + "\"nodePublicIp\":\"127.0.0.9\"}")
                    .formatted(event, audience.room(), name, System.currentTimeMillis());
            long start = System.nanoTime();
            int status = node.request("POST /webhook", body);
            if (status != 200) {
                throw new IllegalStateException(audience.server().name() + " answers a webhook with " + status);
            }
            return (audience.reached() - start) / 1e6;
        }

        void close() throws IOException {
            audience.close();
            node.close();
        }
    }

    /** Hosts connect at once and each posts a name; the time from the first connect until each saw all names. */
    private void joinStorm(int size) throws IOException {
        List<String> names = IntStream.range(0, size).mapToObj(i -> "host" + i).toList();
        List<Server> fit = servers.stream()
                .filter(server -> server.name().equals(Server.FOYER) || size <= options.peerMost())
                .toList();
        List<Report.Row> rows = new ArrayList<>();
        for (Server server : fit) {
            for (int i = 0; i < options.warmUp(); i++) {
                storm(server, names.subList(0, Math.min(size, 200)), null);
            }
            rows.add(new Report.Row(server.name(), size));
        }
        rows.forEach(report::add);
        profile(true, size);
        for (int b = 0; b < options.blocks(); b++) {
            for (int i = 0; i < fit.size(); i++) {
                List<Double> millis = new ArrayList<>();
                for (int round = 0; round < options.rounds(); round++) {
                    millis.add(storm(fit.get(i), names, rows.get(i)));
                }
                rows.get(i).block(millis);
            }
        }
        profile(false, size);
    }

    /** @param row null for warm-up */
    private double storm(Server server, List<String> names, Report.Row row) {
        server.awaitQuiet();
        long cpu = server.cpuNanos();
        String room = newRoom(names.size());
        String post = "{\"type\":\"post\",\"room\":\"" + room + "\",\"streamName\":\"%s\"}";
        long start = System.nanoTime();
        try (Audience audience = Audience.storming(
                sockets,
                server,
                room,
                names.size(),
                Expectation.all("active", names),
                client -> client.send(post.formatted(names.get(client.number))))) {
            double millis = (audience.reached() - start) / 1e6;
            server.awaitQuiet();
            audience.check();
            if (row != null) {
                row.cpuNanos += server.cpuNanos() - cpu;
                row.messages += audience.messages();
                row.rounds++;
            }
            return millis;
        }
    }

    /** Sockets that do nothing, ten hosts in a room: memory after a collection and CPU for as long as the options say. */
    private void idle(int size) throws IOException {
        System.out.println("\n## idle\n\n" + report.method()
                + "\n\n| sockets | server | KB of resident memory per socket | % of a core |\n|---|---|---|---|");
        for (Server server : servers) {
            List<Audience> warmUp = idleRooms(server, Math.min(size, 2_000));
            warmUp.forEach(Audience::close);
            server.awaitQuiet();
            server.collectGarbage();
            long before = server.residentBytes();
            List<Audience> rooms = idleRooms(server, size);
            server.awaitQuiet();
            server.collectGarbage();
            double kilobytes = (server.residentBytes() - before) / 1e3 / size;
            // What connecting made hot is still being compiled.
            Server.pause(Duration.ofSeconds(options.idleSeconds()));
            profile(true, size);
            long cpu = server.cpuNanos();
            long start = System.nanoTime();
            Server.pause(Duration.ofSeconds(options.idleSeconds()));
            double share = 100.0 * (server.cpuNanos() - cpu) / (System.nanoTime() - start);
            profile(false, size);
            System.out.println("| %d | %s | %.1f | %.1f |".formatted(size, server.name(), kilobytes, share));
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("server", server.name());
            line.put("sockets", size);
            line.put("kilobytesPerSocket", kilobytes);
            line.put("percentOfCore", share);
            report.write(line);
            rooms.forEach(Audience::close);
        }
    }

    /** A room is connected before the next one is, so that connecting is no storm. */
    private List<Audience> idleRooms(Server server, int size) {
        List<Audience> rooms = new ArrayList<>();
        for (int i = 0; i < size / 10; i++) {
            rooms.add(Audience.connected(sockets, server, newRoom(10), 10));
        }
        return rooms;
    }

    private void profile(boolean start, int size) throws IOException {
        for (Server server : servers) {
            if (options.jfr() && server.name().equals(Server.FOYER)) {
                if (start) {
                    server.startProfile();
                } else {
                    TopFrames.print(server.stopProfile(options.scenario() + "-" + size));
                }
            }
        }
    }
}
