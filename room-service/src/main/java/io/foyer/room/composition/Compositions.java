package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.Tables;
import io.foyer.room.conference.Failures;
import io.foyer.room.conference.LocalRooms;
import io.foyer.room.conference.NotUnderstood;
import io.foyer.room.conference.Retry;
import io.foyer.room.conference.RoomClient;
import io.foyer.room.conference.Slot;
import io.foyer.room.domain.RoomKey;
import io.foyer.room.presence.Presence;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.StateException;
import io.foyer.state.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Compositions as hosts ask for them and see them (conference-api.md 8). What they see is the shared table, whoever wrote
 * it: Foyer's registry, or room-service itself when the Stream Manager is another one.
 */
@ApplicationScoped
public class Compositions {
    private static final Logger LOG = Logger.getLogger(Compositions.class);
    private static final Duration DESTROY_AGAIN = Duration.ofMillis(500);

    private final StreamManagerClient streamManager;
    private final CompositionJson json;
    private final CompositionFollower follower;
    private final Regions regions;
    private final LocalRooms rooms;
    private final Presence presence;
    private final Retry retry;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Store<CompositionRecord> store;
    private final Replica<CompositionRecord> replica;

    public Compositions(
            StreamManagerClient streamManager,
            CompositionJson json,
            CompositionFollower follower,
            Regions regions,
            LocalRooms rooms,
            Presence presence,
            Retry retry,
            SharedState state,
            Clock clock,
            MeterRegistry metrics) {
        this.streamManager = streamManager;
        this.json = json;
        this.follower = follower;
        this.regions = regions;
        this.rooms = rooms;
        this.presence = presence;
        this.retry = retry;
        this.clock = clock;
        this.metrics = metrics;
        this.store = state.store(Tables.COMPOSITIONS);
        this.replica = state.replica(Tables.COMPOSITIONS);
    }

    void start(@Observes StartupEvent event) {
        replica.onChange(this::changed);
        replica.watchAll().subscribe().with(ignored -> {});
        presence.onMixers(room -> {
            if (of(room.base()).findAny().isPresent()) {
                rooms.announce(room.base(), Slot.COMPOSITIONS);
            }
        });
    }

    /** What the clients of this room see: the compositions of its conference. */
    public ArrayNode list(RoomKey room) {
        boolean connected = presence.hasMixer(room.base());
        ArrayNode list = json.list();
        of(room.base())
                .sorted(Comparator.comparingLong(CompositionRecord::createdAt).thenComparing(CompositionRecord::event))
                .forEach(composition -> list.add(json.shown(composition, connected)));
        return list;
    }

    public void clientCame() {
        regions.wanted();
    }

    public void create(RoomClient client, JsonNode body) throws NotUnderstood {
        CompositionRequest request = CompositionRequest.read(body);
        if (!request.room().sameConference(client.room())) {
            throw new NotUnderstood("a composition of this connection must be for "
                    + client.room().base());
        }
        streamManager
                .create(request)
                .map(made -> json.record(made, clock.millis()))
                .flatMap(made -> keep(client, made)
                        .onFailure(StateException.class)
                        .invoke(away -> retry.untilDone(() -> keep(client, made))))
                .subscribe()
                .with(ignored -> count("create", "done"), failure -> {
                    if (failure instanceof StreamManagerException) {
                        regions.doubted();
                    }
                    tell(client, "create", request.event(), failure);
                });
    }

    /** It exists now, so this may be repeated until it is stored: nobody could remove it otherwise. */
    private Uni<Void> keep(RoomClient client, CompositionRecord made) {
        boolean followed = follower.follows(made.event());
        return store.change(made.event(), present -> present.filter(stored -> !followed && !stored.equals(made))
                        .map(written -> Change.<CompositionRecord, Boolean>keep(false))
                        .orElseGet(() -> Change.put(made, true)))
                .flatMap(ours ->
                        ours ? follower.follow(made, client) : Uni.createFrom().voidItem());
    }

    public void destroy(RoomClient client, String event) {
        Optional<CompositionRecord> known = replica.get(event).map(Snapshot::value);
        if (known.isEmpty() || !of(client.room().base()).toList().contains(known.get())) {
            client.complain("there is no composition of that name");
            return;
        }
        streamManager
                .destroy(event)
                .onFailure(StreamManagerException.Unreachable.class)
                .retry()
                .withBackOff(DESTROY_AGAIN)
                .atMost(1)
                .map(done -> true)
                .onFailure(failure -> failure instanceof StreamManagerException.Refused refused && refused.notFound())
                .recoverWithItem(false)
                .flatMap(done -> forget(event, done))
                .subscribe()
                .with(ignored -> count("destroy", "done"), failure -> tell(client, "destroy", event, failure));
    }

    /** @param known whether the Stream Manager still knew it; if so and the record is its own, it removes that itself */
    private Uni<Void> forget(String event, boolean known) {
        if (known && !follower.follows(event)) {
            return Uni.createFrom().voidItem();
        }
        return follower.forget(event)
                .flatMap(ignored -> store.change(event, present -> Change.<CompositionRecord, Void>remove(null)));
    }

    private void changed(Replica.Event<CompositionRecord> event) {
        switch (event) {
            case Replica.Event.Stored<CompositionRecord> stored -> {
                Optional<RoomKey> now = CompositionJson.base(stored.snapshot().value());
                now.ifPresent(base -> rooms.announce(base, Slot.COMPOSITIONS));
                stored.before()
                        .flatMap(CompositionJson::base)
                        .filter(base -> !now.equals(Optional.of(base)))
                        .ifPresent(base -> rooms.announce(base, Slot.COMPOSITIONS));
            }
            case Replica.Event.Removed<CompositionRecord> removed ->
                CompositionJson.base(removed.before())
                        .ifPresent(base -> rooms.announce(base, Slot.COMPOSITIONS, Slot.STREAMS));
        }
    }

    private Stream<CompositionRecord> of(RoomKey base) {
        return replica.all().stream().map(Snapshot::value).filter(composition -> CompositionJson.base(composition)
                .filter(base::equals)
                .isPresent());
    }

    private void tell(RoomClient client, String what, String event, Throwable failure) {
        count(what, "failed");
        String text =
                failure instanceof StateException ? Failures.text(failure) : Objects.toString(failure.getMessage());
        LOG.infof("composition %s failed event=%s reason=%s", what, event, text);
        client.complain("composition " + event + ": " + text);
    }

    private void count(String what, String outcome) {
        metrics.counter("foyer.room.compositions", "request", what, "outcome", outcome)
                .increment();
    }
}
