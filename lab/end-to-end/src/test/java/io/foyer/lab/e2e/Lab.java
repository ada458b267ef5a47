package io.foyer.lab.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.lab.e2e.client.JsonSocket;
import io.foyer.lab.e2e.client.RoomClient;
import io.foyer.lab.e2e.client.SignalingClient;
import io.foyer.lab.e2e.client.StreamManagerClient;
import io.foyer.lab.e2e.client.Trust;
import io.foyer.lab.stack.NodePlan;
import io.foyer.lab.stack.Service;
import io.foyer.lab.stack.Stack;
import io.foyer.lab.stack.StackBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A stack of its own for one test class, with everything a test needs to take part in it. Logs of all parts are in
 * {@code target/stacks/<name>/logs} and stay there.
 */
public final class Lab implements AutoCloseable {

    /** The token of the open mode. */
    public static final String TOKEN = "xyz123";

    /** Nodes learn from the answers to their heartbeats what to do; a short interval makes tests short. */
    private static final String HEARTBEAT = "1s";

    /** Longer than three heartbeats, for machines on which everything runs at once. */
    private static final String SUSPECT_AFTER = "6s";

    /** For nodes whose clients send no media: they are not given up for that. */
    public static final String WITHOUT_MEDIA = "--connect-seconds=600";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stack stack;
    private final Path folder;
    private final HttpClient client = Trust.anyCertificate();

    private Lab(Stack stack, Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    /** Starts what the builder describes, on free addresses. */
    public static Lab start(String name, StackBuilder builder) {
        Path folder = Path.of("target", "stacks", name);
        removeAll(folder); // what Redis kept of an earlier run is not ours
        Stack stack = builder.freePorts()
                .property(Service.REGISTRY, "foyer.registry.heartbeat-interval", HEARTBEAT)
                .property(Service.REGISTRY, "foyer.registry.suspect-after", SUSPECT_AFTER)
                .folder(folder)
                .progress(line -> System.out.println("[" + name + "] " + line))
                .start();
        return new Lab(stack, folder);
    }

    public Stack stack() {
        return stack;
    }

    /** The front door. */
    public URI origin() {
        return stack.ingress();
    }

    public HttpClient http() {
        return client;
    }

    /** A page's connection to a room, such as {@code live/room1}, through the front door. */
    public RoomClient room(String room) {
        return RoomClient.join(client, origin(), room);
    }

    /** The same at one certain replica of the room service. */
    public RoomClient roomAt(int replica, String room) {
        return RoomClient.join(client, stack.direct(Service.ROOM, replica), room);
    }

    public StreamManagerClient streamManager() {
        return new StreamManagerClient(client, origin(), TOKEN);
    }

    /** The Stream Manager API without the ingress, which tidies paths up before anybody sees them. */
    public StreamManagerClient streamManagerDirect() {
        return new StreamManagerClient(client, stack.direct(Service.REGISTRY, 0), TOKEN);
    }

    /** Looks up an origin and publishes there through the proxy, without media. */
    public SignalingClient publish(String scope, String name) {
        return connect(streamManager().broadcast(scope, name).serverAddress(), scope, name)
                .publish();
    }

    /** Waits until a live stream can be watched; returns the node that publishes it, to which a second publisher is sent too. */
    public String awaitNodeOf(String scope, String name) {
        await(scope + "/" + name + " to be live")
                .atMost(TIMEOUT)
                .untilAsserted(() -> streamManager().subscribe(scope, name).serverAddress());
        return streamManager().broadcast(scope, name).serverAddress();
    }

    /** Does what an admitted page does: looks up the conference, makes it known, joins it. */
    public SignalingClient joinConference(String room, String name) {
        String node = awaitConferenceNode(room);
        streamManager().provision(room);
        return connect(node, room, name).joinGroup(room.substring(room.lastIndexOf('/') + 1));
    }

    public SignalingClient connect(String node, String scope, String name) {
        return SignalingClient.connect(client, origin(), node, scope, name);
    }

    /** The same without waiting for a word of the node. */
    public JsonSocket open(String node, String scope, String name) {
        return SignalingClient.open(client, origin(), node, scope, name);
    }

    /** Asks for the mixed picture of a room as the host page does, and waits until the conference can be joined. */
    public String compose(RoomClient host, String room) {
        String name = room.substring(room.lastIndexOf('/') + 1);
        host.socket().send("""
                {'type':'createComposition','event':'%1$s','digest':'%2$s','transcodeComposition':false,
                 'mixers':[{'mixerName':'%3$s','mixingPage':'%4$s/webrtcexamples/sample-mixer-pages/conference/?role=mixer&app=live&room=%1$s&ws=%6$s&sm=true',
                            'streamName':'%1$s','path':'%5$s','width':'640','height':'360','framerate':'15','bitrate':'800',
                            'doForward':true,'destinationMixerName':''}],
                 'location':['local']}""".formatted(
                        name,
                        TOKEN,
                        UUID.randomUUID(),
                        origin(),
                        room,
                        origin().toString().replaceFirst("^http", "ws")));
        return awaitConferenceNode(room);
    }

    /** Waits until the conference of a room can be joined; returns the node on which it runs. */
    public String awaitConferenceNode(String room) {
        await("the composition of " + room + " to publish, so that its conference can be joined")
                .atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> streamManager().join(room).serverAddress());
        return streamManager().join(room).serverAddress();
    }

    /** What a simulated node says about itself. */
    public JsonNode nodeState(NodePlan node) {
        try {
            return JSON.readTree(get(simulator(node, "state")).body());
        } catch (IOException e) {
            throw new IllegalStateException("Node " + node.id() + " does not tell its state", e);
        }
    }

    /** Tells a simulated node how to misbehave from now on; with nothing, to behave. */
    public void faults(NodePlan node, String... faults) {
        String list = faults.length == 0 ? "" : "\"" + String.join("\",\"", faults) + "\"";
        var order = HttpRequest.newBuilder(simulator(node, "faults"))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString("{\"faults\":[" + list + "],\"delayMillis\":200}"))
                .build();
        try {
            HttpResponse<String> reply = client.send(order, BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new IllegalArgumentException(reply.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while telling " + node.id(), e);
        }
    }

    /** Whether a mixer works on the composition. */
    public boolean isMixing(NodePlan node, String event) {
        return StreamSupport.stream(nodeState(node).path("mixers").spliterator(), false)
                .anyMatch(mixer -> mixer.path("event").asText().equals(event));
    }

    /** Every `joinGroup` that the node at an address accepted, as {@code live/room1/alice}, oldest first. */
    public List<String> joinsAt(String address) {
        return StreamSupport.stream(nodeState(nodeAt(address)).path("joins").spliterator(), false)
                .filter(join -> join.path("accepted").asBoolean())
                .map(join -> join.path("scope").asText() + "/"
                        + join.path("streamName").asText())
                .toList();
    }

    /** The status of a GET, 0 when nobody answers. */
    public int statusOf(URI address) {
        try {
            return get(address).statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpResponse<String> get(URI address) throws IOException {
        try {
            var request = HttpRequest.newBuilder(address)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while asking " + address.getPath(), e);
        }
    }

    private static URI simulator(NodePlan node, String what) {
        return URI.create("http://" + node.address() + ":" + node.port() + "/simulator/" + what);
    }

    /** The plan of a node by its id, such as {@code origin-1}. */
    public NodePlan node(String id) {
        return stack.nodes().stream()
                .filter(node -> node.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The plan of the node at an address that a lookup gave. */
    public NodePlan nodeAt(String address) {
        return stack.nodes().stream()
                .filter(node -> node.address().equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No node of this stack has the address " + address));
    }

    /** Ends Redis, takes away what it kept, and starts it again. */
    public void loseRedisData() {
        stack.redis().kill();
        removeAll(folder.resolve("run").resolve("redis"));
        stack.redis().start();
        stack.redis().awaitReady(TIMEOUT);
    }

    @Override
    public void close() {
        stack.close();
    }

    private static void removeAll(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make room for the logs in " + folder, e);
        }
    }
}
