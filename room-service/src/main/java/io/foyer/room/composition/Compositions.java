package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.Tables;
import io.foyer.edge.Reason;
import io.foyer.name.Scope;
import io.foyer.room.conference.ConferenceMessages;
import io.foyer.room.runtime.Client;
import io.foyer.room.runtime.Refusal;
import io.foyer.room.runtime.Rooms;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.StateException;
import io.foyer.state.Store;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Compositions as hosts ask for them and see them (conference-api.md 8). What they see is the shared table, whoever wrote
 * it: Foyer's registry, or room-service itself when the Stream Manager is another one.
 */
@ApplicationScoped
public class Compositions {
    private static final Logger LOG = Logger.getLogger(Compositions.class);
    private static final Duration DESTROY_AGAIN = Duration.ofMillis(500);

    private static final Duration KEEP_AGAIN = Duration.ofMillis(200);
    private static final Duration KEPT_WITHIN = Duration.ofMinutes(10);

    /** By conference; bounded by the table. */
    private final Map<Scope, List<CompositionRecord>> conferences = new ConcurrentHashMap<>();

    private final StreamManagerClient streamManager;
    private final ConferenceMessages messages;
    private final CompositionFollower follower;
    private final Regions regions;
    private final Rooms rooms;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Store<CompositionRecord> store;
    private final Replica<CompositionRecord> replica;

    public Compositions(
            StreamManagerClient streamManager,
            ConferenceMessages messages,
            CompositionFollower follower,
            Regions regions,
            Rooms rooms,
            SharedState state,
            Clock clock,
            MeterRegistry metrics) {
        this.streamManager = streamManager;
        this.messages = messages;
        this.follower = follower;
        this.regions = regions;
        this.rooms = rooms;
        this.clock = clock;
        this.metrics = metrics;
        this.store = state.store(Tables.COMPOSITIONS);
        this.replica = state.replica(Tables.COMPOSITIONS);
    }

    void start(@Observes StartupEvent event) {
        replica.onChange(this::changed);
        replica.watchAll().subscribe().with(ignored -> {});
    }

    /** The compositions of a conference, oldest first. */
    public List<CompositionRecord> of(Scope base) {
        return conferences.getOrDefault(base, List.of());
    }

    public CompletionStage<?> create(Client client, JsonNode body) throws Refusal {
        CompositionRequest request = CompositionRequest.read(body);
        if (!request.room().sameConference(client.room())) {
            throw new Refusal(
                    Reason.OTHER_ROOM,
                    "a composition of this connection must be for "
                            + client.room().base());
        }
        Uni<Void> created = streamManager
                .create(request)
                .map(made -> CompositionJson.record(made, clock.millis()))
                .flatMap(made ->
                        keep(client, made).onFailure(StateException.class).invoke(away -> keepLater(client, made)))
                .invoke(() -> count("create", "done"));
        return finish(created, failure -> {
            if (failure instanceof StreamManagerException) {
                regions.doubted();
            }
            failed(client, "create", request.event(), failure);
        });
    }

    /** The connection goes on whatever came of it: the client was answered. */
    private CompletionStage<?> finish(Uni<Void> request, Consumer<Throwable> failed) {
        return request.onFailure().invoke(failed).onFailure().recoverWithNull().subscribeAsCompletionStage();
    }

    private void keepLater(Client client, CompositionRecord made) {
        keep(client, made)
                .onFailure(StateException.class)
                .retry()
                .withBackOff(KEEP_AGAIN, KEEP_AGAIN.multipliedBy(10))
                .expireIn(KEPT_WITHIN.toMillis())
                .subscribe()
                .with(ignored -> {}, failure -> LOG.errorf("composition not recorded event=%s", made.event()));
    }

    /** It exists now, so this may be repeated until it is stored: nobody could remove it otherwise. */
    private Uni<Void> keep(Client client, CompositionRecord made) {
        boolean followed = follower.follows(made.event());
        return store.change(made.event(), present -> present.filter(stored -> !followed && !stored.equals(made))
                        .map(written -> Change.<CompositionRecord, Boolean>keep(false))
                        .orElseGet(() -> Change.put(made, true)))
                .flatMap(ours ->
                        ours ? follower.follow(made, client) : Uni.createFrom().voidItem());
    }

    public CompletionStage<?> destroy(Client client, String event) throws Refusal {
        if (of(client.room().base()).stream().noneMatch(known -> known.event().equals(event))) {
            throw new Refusal(Reason.NOT_FOUND, "there is no composition of that name");
        }
        Uni<Void> destroyed = streamManager
                .destroy(event)
                .onFailure(StreamManagerException.Unreachable.class)
                .retry()
                .withBackOff(DESTROY_AGAIN)
                .atMost(1)
                .map(done -> true)
                .onFailure(failure -> failure instanceof StreamManagerException.Refused refused && refused.notFound())
                .recoverWithItem(false)
                .flatMap(done -> forget(event, done))
                .invoke(() -> count("destroy", "done"));
        return finish(destroyed, failure -> failed(client, "destroy", event, failure));
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
                Optional<Scope> now = CompositionJson.base(stored.snapshot().value());
                stored.before()
                        .flatMap(CompositionJson::base)
                        .filter(base -> !now.equals(Optional.of(base)))
                        .ifPresent(base -> replace(base, event.id(), null));
                now.ifPresent(
                        base -> replace(base, event.id(), stored.snapshot().value()));
            }
            case Replica.Event.Removed<CompositionRecord> removed ->
                CompositionJson.base(removed.before()).ifPresent(base -> replace(base, event.id(), null));
        }
    }

    /** A conference has one composition, as a rule. */
    private void replace(Scope base, String event, CompositionRecord record) {
        conferences.compute(base, (key, known) -> {
            List<CompositionRecord> all = new ArrayList<>(known == null ? List.of() : known);
            all.removeIf(other -> other.event().equals(event));
            if (record != null) {
                all.add(record);
            }
            all.sort(Comparator.comparingLong(CompositionRecord::createdAt).thenComparing(CompositionRecord::event));
            return all.isEmpty() ? null : List.copyOf(all);
        });
        rooms.conferenceChanged(base);
    }

    private void failed(Client client, String what, String event, Throwable failure) {
        count(what, "failed");
        boolean away = failure instanceof StateException;
        String text = away ? "it cannot be recorded right now; try again in a moment" : failure.getMessage();
        LOG.infof("composition %s failed event=%s reason=%s", what, event, text);
        client.reply(messages.error(
                away ? Reason.STATE_UNAVAILABLE : Reason.STREAM_MANAGER, "composition " + event + ": " + text));
    }

    private void count(String what, String outcome) {
        metrics.counter("foyer.room.compositions", "request", what, "result", outcome)
                .increment();
    }
}
