package io.foyer.room.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Another vendor's Stream Manager that does as it is told. A test declares a field of this type to get it. */
public final class FakeStreamManager implements QuarkusTestResourceLifecycleManager {
    private static final String API = "/streammanager/api/4.0/";

    /** Requests as {@code METHOD path?query}, with the body behind a blank. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final Map<String, JsonObject> compositions = new ConcurrentHashMap<>();
    private HttpServer server;
    private volatile List<String> regions = List.of("nyc3");
    private volatile String state = "pending";
    private volatile int failCreate;
    private volatile int failDestroy;
    private volatile int failRegions;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext(API, this::answer);
        server.start();
        return Map.of(
                "foyer.room.stream-manager-url",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "foyer.access-token",
                "secret-of-tests",
                "foyer.room.owners-checked",
                "300ms",
                "foyer.room.streams.place-grace",
                "300ms",
                "foyer.room.compositions.poll",
                "100ms",
                "foyer.room.compositions.regions-cache",
                "300ms",
                "foyer.room.compositions.regions-retry",
                "100ms",
                "foyer.room.credentials.users.alice",
                "wonder");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(FakeStreamManager.class));
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    public void reset() {
        requests.clear();
        compositions.clear();
        regions = List.of("nyc3");
        state = "pending";
        failCreate = 0;
        failDestroy = 0;
        failRegions = 0;
    }

    /** The state all mixers are in from now on. */
    public void mixersAre(String newState) {
        state = newState;
    }

    public void regionsAre(String... names) {
        regions = List.of(names);
    }

    public void failRegions(int status) {
        failRegions = status;
    }

    /** Answer to the next requests to create; 0 for success. */
    public void failCreate(int status) {
        failCreate = status;
    }

    public void failDestroy(int status) {
        failDestroy = status;
    }

    public boolean has(String event) {
        return compositions.containsKey(event);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath().substring(API.length());
        requests.add(exchange.getRequestMethod() + " " + path + "?"
                + exchange.getRequestURI().getRawQuery() + " " + body);
        switch (exchange.getRequestMethod() + " " + path.replaceFirst("/.*", "")) {
            case "GET admin" -> regions(exchange);
            case "POST composition" -> create(exchange, new JsonObject(body));
            case "GET composition" -> show(exchange, path.substring("composition/".length()));
            case "DELETE composition" -> destroy(exchange, path.substring("composition/".length()));
            default -> reply(exchange, 404, "{}");
        }
    }

    private void regions(HttpExchange exchange) throws IOException {
        JsonObject group = new JsonObject().put("name", "group-1").put("regions", new JsonArray(regions));
        reply(
                exchange,
                failRegions == 0 ? 200 : failRegions,
                new JsonArray().add(group).encode());
    }

    private void create(HttpExchange exchange, JsonObject body) throws IOException {
        if (failCreate != 0) {
            reply(exchange, failCreate, "{\"errorMessage\":\"no free mixer for secret-of-tests\"}");
            return;
        }
        JsonArray mixers = body.getJsonArray("mixers");
        for (int i = 0; i < mixers.size(); i++) {
            JsonObject mixer = mixers.getJsonObject(i);
            mixer.put("id", "mixer-" + i).put("serverAddress", "10.0.0." + i);
            mixer.put("width", Integer.valueOf(mixer.getValue("width").toString()));
        }
        compositions.put(body.getString("event"), body);
        reply(exchange, 201, shown(body));
    }

    private void show(HttpExchange exchange, String event) throws IOException {
        JsonObject composition = compositions.get(event);
        reply(exchange, composition == null ? 404 : 200, composition == null ? "{}" : shown(composition));
    }

    private void destroy(HttpExchange exchange, String event) throws IOException {
        if (failDestroy != 0) {
            reply(exchange, failDestroy, "{\"errorMessage\":\"busy\"}");
        } else {
            reply(exchange, compositions.remove(event) == null ? 404 : 200, "");
        }
    }

    private String shown(JsonObject composition) {
        JsonObject copy = composition.copy();
        copy.getJsonArray("mixers").forEach(mixer -> ((JsonObject) mixer).put("state", state));
        return copy.encode();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
