package io.foyer.lab.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/**
 * A tiny stand-in for a service or a simulated node, run as a process of its own. It is ready, says its name to
 * whatever it is asked, knows every node as in service, and fails on demand.
 *
 * <p>Arguments: behaviour ({@code good}, {@code dies}, {@code hangs}, {@code stubborn}), name, address, port. Without a port it takes it from
 * {@code config/application.properties} as a service does.
 */
final class FakePart {
    private FakePart() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String behaviour = arguments[0];
        String name = arguments[1];
        System.out.println(name + " says hello");
        if (behaviour.equals("dies")) {
            System.err.println("the cause of death of " + name);
            System.exit(3);
        }
        if (behaviour.equals("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(FakePart::forEver));
        }
        if (!behaviour.equals("hangs")) {
            serve(name, arguments[2], arguments.length > 3 ? Integer.parseInt(arguments[3]) : configuredPort());
        }
        forEver();
    }

    private static void serve(String name, String address, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer(name, exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    private static String answer(String name, String path) {
        if (path.startsWith("/registry/v1/nodes/")) {
            return "{\"node\":{\"state\":\"inservice\"}}";
        }
        return name + " of " + Path.of("").toAbsolutePath().getFileName();
    }

    private static int configuredPort() throws IOException {
        Properties configuration = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("config/application.properties"))) {
            configuration.load(file);
        }
        return Integer.parseInt(configuration.getProperty("quarkus.http.port"));
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
