package io.foyer.lab.node.mixing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.lab.node.cluster.Address;
import io.foyer.lab.node.cluster.Links;
import io.foyer.lab.node.cluster.StreamFinder;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.settings.NodeSettings;
import io.foyer.lab.node.webhook.Client;
import io.foyer.lab.node.webhook.Webhooks;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * One mixer at work: follows the conference, pulls its streams, draws the composite and forwards it. It publishes an
 * empty layout while nobody is there, since participants cannot join before it does (client-flow.md, 6).
 */
public final class Composition implements Compositions.Running {
    private static final long LINK_RETRY_MILLIS = 500;

    /** What every composition of a node needs. */
    public record Tools(
            Vertx vertx,
            NodeSettings settings,
            ObjectMapper json,
            ScheduledExecutorService timer,
            Links links,
            StreamFinder finder,
            Webhooks webhooks,
            IntSupplier linkPort) {}

    private final MixOrder order;
    private final Tools tools;
    private final StreamName composite;
    private final MixingPage page;
    private final Composer composer;
    private final RoomFollower room;
    private final MixMinus<String> mix = new MixMinus<>();
    private final Map<String, PulledTile> tiles = new ConcurrentHashMap<>();
    private volatile ConferenceList conference = ConferenceList.NOBODY;
    private volatile Links.Push link;
    private volatile boolean stopped;
    private volatile String state = "pending";
    private ScheduledFuture<?> drawing;
    private ScheduledFuture<?> sounding;
    private long number;

    private Composition(MixOrder order, Tools tools) {
        this.order = order;
        this.tools = tools;
        this.composite = new StreamName(order.path(), order.streamName());
        this.page = MixingPage.parse(order.mixingPage(), tools.settings().roomBackendUrl());
        this.composer = new Composer(tools.settings().composite());
        this.room = new RoomFollower(tools.vertx(), page, tools.json(), tools.timer(), this::conferenceIs);
    }

    public static Composition start(MixOrder order, Tools tools) {
        Composition composition = new Composition(order, tools);
        composition.begin();
        return composition;
    }

    @Override
    public String state() {
        return state;
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        drawing.cancel(false);
        sounding.cancel(false);
        room.stop();
        tiles.values().forEach(PulledTile::stop);
        tiles.clear();
        Links.Push open = link;
        if (open != null) {
            open.socket().close();
            report("stream-unpublished");
        }
    }

    private void begin() {
        long period = 1_000_000L / tools.settings().composite().framesPerSecond();
        drawing = tools.timer().scheduleAtFixedRate(new Repeated(this::draw), 0, period, TimeUnit.MICROSECONDS);
        sounding = tools.timer().scheduleAtFixedRate(new Repeated(this::sound), 10, 10, TimeUnit.MILLISECONDS);
        room.start();
        state = "inservice";
        forward();
    }

    private synchronized void conferenceIs(ConferenceList now) {
        if (stopped) {
            return;
        }
        conference = now;
        tiles.entrySet().removeIf(entry -> {
            boolean gone = !now.streams().contains(entry.getKey());
            if (gone) {
                entry.getValue().stop();
                mix.remove(entry.getKey());
            }
            return gone;
        });
        for (String stream : now.streams()) {
            tiles.computeIfAbsent(stream, name -> {
                mix.add(name);
                PulledTile tile = new PulledTile(
                        new StreamName(page.room(), name),
                        tools.finder(),
                        tools.timer(),
                        sound -> mix.said(name, sound));
                tile.start();
                return tile;
            });
        }
    }

    private void forward() {
        if (stopped) {
            return;
        }
        tools.links().push(target(), composite).onSuccess(this::linked).onFailure(refused -> forwardAgain());
    }

    private synchronized void linked(Links.Push opened) {
        if (stopped) {
            opened.socket().close();
            return;
        }
        opened.socket().closeHandler(closed -> {
            state = "inservice";
            link = null;
            if (!stopped) {
                report("stream-unpublished");
            }
            forwardAgain();
        });
        link = opened;
        state = "composing";
        report("stream-published");
    }

    /** A composite that is not forwarded is published at this node itself. */
    private Address target() {
        String host = order.forwards() ? order.destination() : tools.settings().address();
        return new Address(host, tools.linkPort().getAsInt());
    }

    /** The composite at the mixer, which the room backend ignores; its destination reports its own. */
    private void report(String event) {
        if (order.forwards()) {
            tools.webhooks().post(event, composite.guid(), Client.NONE);
        }
    }

    private void forwardAgain() {
        if (!stopped) {
            tools.timer().schedule(this::forward, LINK_RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void draw() {
        Links.Push open = link;
        if (open == null) {
            return;
        }
        Map<String, Picture> newest = new ConcurrentHashMap<>();
        tiles.forEach((name, tile) -> tile.newest().ifPresent(picture -> newest.put(name, picture)));
        open.sender().picture(composer.compose(conference, newest, order.event(), number++));
    }

    private void sound() {
        Links.Push open = link;
        if (open != null && !tiles.isEmpty()) {
            Sound all = mix.next().all();
            open.sender().sound(all);
        }
    }
}
