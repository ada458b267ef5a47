package io.foyer.room.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Another vendor's Stream Manager that does as it is told. A test declares a field of this type to get it. */
public final class VendorApi implements QuarkusTestResourceLifecycleManager {
    private static final String API = "/streammanager/api/4.0/";

    /** Requests as {@code METHOD path?query}, with the body behind a blank. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final Map<String, ObjectNode> compositions = new ConcurrentHashMap<>();
    private HttpServer server;
    private volatile List<String> regions = List.of("nyc3");
    private volatile String state = "pending";
    private volatile int failCreate;
    private volatile int failDestroy;
    private volatile int failRegions;
    private volatile String answers = "";
    private volatile CountDownLatch hanging = new CountDownLatch(0);
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final AtomicBoolean missNextLook = new AtomicBoolean();
    private final AtomicReference<String> heldState = new AtomicReference<>();

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
                "foyer.room.seat-grace",
                "300ms",
                "foyer.room.compositions.poll",
                "100ms",
                "foyer.room.compositions.timeout",
                "2s",
                "foyer.room.compositions.regions-cache",
                "300ms",
                "foyer.room.compositions.regions-retry",
                "100ms",
                "foyer.room.credentials.users.alice",
                "wonder");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(VendorApi.class));
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** What a host's page says to get the usual composition of this room. */
    public static String createComposition(String room) {
        String event = room.substring(room.indexOf('/') + 1);
        return "{'type':'createComposition','event':'" + event + "','digest':'whatever','transcodeComposition':false,"
                + "'mixers':[{'mixerName':'m1','mixingPage':'https://h/page?room=r&smtoken=secret-of-tests&sm=true',"
                + "'streamName':'" + event + "','path':'" + room + "','width':'1280','height':'720','framerate':'30',"
                + "'bitrate':'1500','doForward':true,'destinationMixerName':''}],'location':['nyc3']}";
    }

    public void reset() {
        requests.clear();
        compositions.clear();
        regions = List.of("nyc3");
        state = "pending";
        failCreate = 0;
        failDestroy = 0;
        failRegions = 0;
        answers = "";
        missNextLook.set(false);
        hang(false);
        releaseLook();
    }

    /** While it hangs, no request is answered; those that came meanwhile are never answered. */
    public void hang(boolean on) {
        if (on && hanging.getCount() == 0) {
            hanging = new CountDownLatch(1);
        } else if (!on) {
            hanging.countDown();
        }
    }

    /** The body of every answer, with status 200; empty for proper ones. */
    public void answersAre(String body) {
        answers = body;
    }

    /** The next look at a composition finds nothing. */
    public void missNextLook() {
        missNextLook.set(true);
    }

    /** The next look at a composition is answered with this state, as it is now, but not before it is released. */
    public void holdNextLook(String mixers) {
        held = new CountDownLatch(1);
        heldState.set(mixers);
        await("a look is held").until(() -> heldState.get() == null);
    }

    public void releaseLook() {
        heldState.set(null);
        held.countDown();
    }

    /** Waits until so many more requests of this kind came. */
    public void awaitRequests(String beginning, int more) {
        long before = count(beginning);
        await(beginning).until(() -> count(beginning) >= before + more);
    }

    private long count(String beginning) {
        return requests.stream()
                .filter(request -> request.startsWith(beginning))
                .count();
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
        if (hanging.getCount() > 0) {
            return;
        }
        if (!answers.isEmpty()) {
            reply(exchange, 200, answers);
            return;
        }
        switch (exchange.getRequestMethod() + " " + path.replaceFirst("/.*", "")) {
            case "GET admin" -> regions(exchange);
            case "POST composition" -> create(exchange, body);
            case "GET composition" -> show(exchange, path.substring("composition/".length()));
            case "DELETE composition" -> destroy(exchange, path.substring("composition/".length()));
            default -> reply(exchange, 404, "{}");
        }
    }

    private void regions(HttpExchange exchange) throws IOException {
        ArrayNode groups = Told.JSON.createArrayNode();
        ArrayNode names = groups.addObject().put("name", "group-1").putArray("regions");
        regions.forEach(names::add);
        reply(exchange, failRegions == 0 ? 200 : failRegions, groups.toString());
    }

    private void create(HttpExchange exchange, String body) throws IOException {
        if (failCreate != 0) {
            reply(exchange, failCreate, "{\"errorMessage\":\"no free mixer for secret-of-tests\"}");
            return;
        }
        ObjectNode composition = (ObjectNode) Told.of(body).json();
        int number = 0;
        for (JsonNode mixer : composition.path("mixers")) {
            ((ObjectNode) mixer).put("id", "mixer-" + number).put("serverAddress", "10.0.0." + number++);
        }
        compositions.put(composition.path("event").asText(), composition);
        reply(exchange, 201, shown(composition));
    }

    private void show(HttpExchange exchange, String event) throws IOException {
        ObjectNode composition = compositions.get(event);
        if (composition == null || missNextLook.getAndSet(false)) {
            // Also for what an earlier test left behind: a look that is held or missed is one at something that exists.
            reply(exchange, 404, "{}");
            return;
        }
        String instead = heldState.getAndSet(null);
        if (instead != null) {
            state = instead;
            String old = shown(composition);
            state = "pending";
            awaitRelease();
            reply(exchange, 200, old);
            return;
        }
        reply(exchange, 200, shown(composition));
    }

    private void awaitRelease() {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void destroy(HttpExchange exchange, String event) throws IOException {
        if (failDestroy != 0) {
            reply(exchange, failDestroy, "{\"errorMessage\":\"busy\"}");
        } else {
            reply(exchange, compositions.remove(event) == null ? 404 : 200, "");
        }
    }

    private String shown(ObjectNode composition) {
        ObjectNode copy = composition.deepCopy();
        copy.path("mixers").forEach(mixer -> ((ObjectNode) mixer).put("state", state));
        return copy.toString();
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
