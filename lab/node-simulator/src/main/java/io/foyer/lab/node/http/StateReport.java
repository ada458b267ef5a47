package io.foyer.lab.node.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.lab.node.cluster.LinkServer;
import io.foyer.lab.node.cluster.Links;
import io.foyer.lab.node.faults.Fault;
import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.mixing.Compositions;
import io.foyer.lab.node.signaling.Services;
import io.foyer.lab.node.signaling.Session;
import io.foyer.lab.node.signaling.Sessions;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntSupplier;

/** What {@code GET /simulator/state} shows: everything a test wants to wait for or to measure. No secrets. */
public final class StateReport {
    private final Services services;
    private final Sessions sessions;
    private final Compositions compositions;
    private final LinkServer linkServer;
    private final Links links;
    private final IntSupplier port;

    public StateReport(
            Services services,
            Sessions sessions,
            Compositions compositions,
            LinkServer linkServer,
            Links links,
            IntSupplier port) {
        this.services = services;
        this.sessions = sessions;
        this.compositions = compositions;
        this.linkServer = linkServer;
        this.links = links;
        this.port = port;
    }

    public ObjectNode report() {
        ObjectMapper json = services.json();
        ObjectNode root = json.createObjectNode()
                .put("id", services.settings().id())
                .put("role", services.settings().role().wireName())
                .put("address", services.settings().address())
                .put("port", port.getAsInt())
                .put("nowMillis", services.clock().millis())
                .put("sessionsAccepted", sessions.accepted())
                .put("handshakesHeld", sessions.held())
                .put("peerEngines", services.engines().made())
                .put("threads", ManagementFactory.getThreadMXBean().getThreadCount());
        ArrayNode clients = root.putArray("sessions");
        for (Session session : sessions.all()) {
            clients.addObject()
                    .put("id", session.id())
                    .put("scope", session.scope())
                    .put("doing", session.describe())
                    .put("socketOpen", session.socketOpen());
        }
        streams(root.putArray("streams"), services.streams().live());
        streams(root.putArray("pulled"), services.finder().pulled());
        ObjectNode groups = root.putObject("groups");
        services.groups().sizes().forEach(groups::put);
        ArrayNode provisions = root.putArray("provisions");
        services.provisions().guids().forEach(provisions::add);
        ArrayNode joins = root.putArray("joins");
        services.joins().all().forEach(join -> joins.addObject()
                .put("group", join.group())
                .put("scope", join.scope())
                .put("streamName", join.streamName())
                .put("atMillis", join.atMillis())
                .put("accepted", join.accepted()));
        ArrayNode mixers = root.putArray("mixers");
        compositions.states().forEach(mixer -> mixers.addObject()
                .put("event", mixer.event())
                .put("mixerName", mixer.mixerName())
                .put("state", mixer.state()));
        root.putObject("webhooks")
                .put("delivered", services.webhooks().delivered())
                .put("failed", services.webhooks().failed());
        root.putObject("links").put("droppedFrames", linkServer.dropped() + links.dropped());
        ArrayNode faults = root.putArray("faults");
        services.faults().active().stream().map(Fault::wireName).sorted().forEach(faults::add);
        return root;
    }

    private static void streams(ArrayNode into, List<LiveStream> streams) {
        for (LiveStream stream : streams) {
            into.addObject()
                    .put("guid", stream.name().guid())
                    .put("kind", stream.kind().name())
                    .put("startTime", stream.startTime())
                    .put("subscribers", stream.subscribers().get())
                    .put("listeners", stream.listenerCount())
                    .put("pictures", stream.pictures())
                    .put("sounds", stream.sounds());
        }
    }
}
