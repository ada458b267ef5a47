package io.foyer.lab.node.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.lab.node.cluster.Provisions;
import io.foyer.lab.node.cluster.StreamFinder;
import io.foyer.lab.node.faults.Fault;
import io.foyer.lab.node.faults.Faults;
import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.StreamTable;
import io.foyer.lab.node.mixing.Compositions;
import io.foyer.lab.node.mixing.MixOrder;
import io.foyer.lab.node.settings.NodeRole;
import io.foyer.lab.node.settings.NodeSettings;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Reports the node to the registry again and again, and does what the replies say. One report is under way at a time. */
public final class Heartbeat {
    private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());

    private final NodeSettings settings;
    private final RegistryClient registry;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final Faults faults;
    private final StreamTable streams;
    private final StreamFinder finder;
    private final Provisions provisions;
    private final Compositions compositions;
    private final IntSupplier port;
    private final IntSupplier sessions;
    private final long launchTime;
    private volatile boolean stopped;
    private volatile boolean failing;
    private volatile long intervalMillis;
    private Future<?> underWay = Future.succeededFuture();

    /**
     * @param port TCP port of signaling, known once it is bound
     * @param sessions number of clients
     */
    public Heartbeat(
            NodeSettings settings,
            RegistryClient registry,
            ObjectMapper json,
            InstantSource clock,
            ScheduledExecutorService timer,
            Faults faults,
            StreamTable streams,
            StreamFinder finder,
            Provisions provisions,
            Compositions compositions,
            IntSupplier port,
            IntSupplier sessions) {
        this.settings = settings;
        this.registry = registry;
        this.json = json;
        this.clock = clock;
        this.timer = timer;
        this.faults = faults;
        this.streams = streams;
        this.finder = finder;
        this.provisions = provisions;
        this.compositions = compositions;
        this.port = port;
        this.sessions = sessions;
        this.launchTime = clock.millis();
        this.intervalMillis = settings.heartbeatMillis();
    }

    public void start() {
        beat();
    }

    /**
     * No report follows, and what a reply still says is not done. A node that leaves says so afterwards with
     * {@link RegistryClient#leave()}.
     *
     * @return done when no report is under way any more: one that came after the farewell would bring the node back
     */
    public synchronized Future<?> stop() {
        stopped = true;
        return underWay;
    }

    private synchronized void beat() {
        if (stopped) {
            return;
        }
        try {
            if (faults.active(Fault.SILENT_HEARTBEAT)) {
                again();
            } else {
                report(clock.millis());
            }
        } catch (RuntimeException | Error defect) {
            LOG.log(Level.WARNING, "heartbeat=broken node=" + settings.id(), defect);
            again();
        }
    }

    private void report(long askedAt) {
        Future<JsonNode> asked = registry.heartbeat(report());
        underWay = asked;
        asked.onComplete(done -> {
            try {
                if (stopped) {
                    return;
                }
                if (done.succeeded()) {
                    obey(done.result(), askedAt);
                } else {
                    noteFailure(done.cause());
                }
            } catch (RuntimeException | Error defect) {
                LOG.log(Level.WARNING, "heartbeat=broken node=" + settings.id(), defect);
            } finally {
                again();
            }
        });
    }

    private void again() {
        if (!stopped) {
            timer.schedule(this::beat, intervalMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void obey(JsonNode reply, long askedAt) {
        if (failing) {
            failing = false;
            LOG.info("heartbeat=accepted node=" + settings.id());
        }
        long interval = reply.path("heartbeatMillis").asLong(0);
        if (interval >= 100 && interval <= 60_000) {
            intervalMillis = interval;
        }
        if (reply.path("provisions").isArray()) {
            List<String> guids = new ArrayList<>();
            for (JsonNode provision : reply.path("provisions")) {
                String guid = Provisions.guidOf(provision);
                if (!guid.isEmpty()) {
                    guids.add(guid);
                }
            }
            provisions.become(guids, askedAt);
        }
        if (settings.role() == NodeRole.MIXER && reply.path("mixers").isArray()) {
            compositions.become(MixOrder.list(reply.path("mixers")));
        }
    }

    private void noteFailure(Throwable failure) {
        if (!failing) {
            failing = true;
            LOG.warning("heartbeat=failed node=" + settings.id() + " reason=\"" + failure.getMessage() + "\"");
        }
    }

    private String report() {
        ObjectNode report = json.createObjectNode();
        report.put("role", settings.role().wireName());
        report.put("address", settings.address());
        report.putNull("privateAddress");
        report.put("signalingPort", port.getAsInt());
        report.put("secure", false);
        report.put("region", settings.region());
        report.put("group", "default");
        report.put("capacity", settings.capacity());
        report.put("launchTime", launchTime);
        report.put("version", "sim");
        report.put("draining", false);
        report.put("connections", sessions.getAsInt());
        List<LiveStream> live = streams.live();
        report.put("publishers", live.size());
        report.put(
                "subscribers",
                Stream.concat(live.stream(), finder.pulled().stream())
                        .mapToInt(one -> one.subscribers().get())
                        .sum());
        report.put("freeMemoryMb", Runtime.getRuntime().maxMemory() / (1 << 20));
        report.put(
                "cpu", Math.max(0, ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        ArrayNode list = report.putArray("streams");
        for (LiveStream stream : live) {
            list.addObject()
                    .put("scope", stream.name().scope())
                    .put("name", stream.name().name())
                    .put("startTime", stream.startTime())
                    .put("subscribers", stream.subscribers().get());
        }
        ArrayNode mixers = report.putArray("mixers");
        compositions.states().forEach(state -> mixers.addObject()
                .put("event", state.event())
                .put("mixerName", state.mixerName())
                .put("state", state.state()));
        ArrayNode held = report.putArray("provisions");
        provisions.guids().forEach(held::add);
        return report.toString();
    }
}
