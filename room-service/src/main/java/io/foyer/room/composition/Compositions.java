package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.Tables;
import io.foyer.edge.Reason;
import io.foyer.name.BadName;
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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Compositions as hosts ask for them and see them (conference-api.md 8). What they see is the shared table, whoever wrote
 * it: Foyer's registry, or room-service itself when the Stream Manager is another one.
 */
@ApplicationScoped
public class Compositions {
    private static final Logger LOG = Logger.getLogger(Compositions.class);
    private static final Comparator<CompositionRecord> OLDEST_FIRST =
            Comparator.comparingLong(CompositionRecord::createdAt).thenComparing(CompositionRecord::event);
    private static final Duration DESTROY_RETRY = Duration.ofMillis(500);
    private static final Duration RECORD_RETRY = Duration.ofMillis(200);
    private static final Duration RECORD_WITHIN = Duration.ofMinutes(10);

    /** By conference; bounded by the table. */
    private final Map<Scope, List<CompositionRecord>> conferences = new ConcurrentHashMap<>();

    private final StreamManagerClient streamManager;
    private final ConferenceMessages messages;
    private final CompositionFollower follower;
    private final Regions regions;
    private final Rooms rooms;
    private final SharedState state;
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
            MeterRegistry metrics) {
        this.streamManager = streamManager;
        this.messages = messages;
        this.follower = follower;
        this.regions = regions;
        this.rooms = rooms;
        this.state = state;
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
        return answered(
                client,
                "create",
                request.event(),
                streamManager
                        .create(request, state.now())
                        .onFailure()
                        .invoke(regions::refresh)
                        .flatMap(made -> record(client, made)
                                .onFailure(StateException.class)
                                .invoke(() -> recordLater(client, made))));
    }

    /** The connection goes on whatever came of it: the client was answered. */
    private CompletionStage<?> answered(Client client, String what, String event, Uni<Void> request) {
        return request.invoke(() -> count(what, "done"))
                .onFailure()
                .invoke(failure -> failed(client, what, event, failure))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage();
    }

    private void recordLater(Client client, CompositionRecord made) {
        record(client, made)
                .onFailure(StateException.class)
                .retry()
                .withBackOff(RECORD_RETRY, RECORD_RETRY.multipliedBy(10))
                .expireIn(RECORD_WITHIN.toMillis())
                .subscribe()
                .with(ignored -> {}, failure -> LOG.errorf("composition not recorded event=%s", made.event()));
    }

    /** It exists now, so this may be repeated until it is stored: nobody could remove it otherwise. */
    private Uni<Void> record(Client client, CompositionRecord made) {
        boolean followed = follower.follows(made.event());
        return store.change(
                        made.event(),
                        present -> followed
                                        || present.filter(stored -> !stored.equals(made))
                                                .isEmpty()
                                ? Change.put(made, true)
                                : Change.keep(false))
                .flatMap(ours ->
                        ours ? follower.follow(made, client) : Uni.createFrom().voidItem());
    }

    public CompletionStage<?> destroy(Client client, String event) throws Refusal {
        if (of(client.room().base()).stream().noneMatch(known -> known.event().equals(event))) {
            throw new Refusal(Reason.NOT_FOUND, "there is no composition of that name");
        }
        return answered(
                client,
                "destroy",
                event,
                streamManager
                        .destroy(event)
                        .onFailure(StreamManagerException::isUnanswered)
                        .retry()
                        .withBackOff(DESTROY_RETRY)
                        .atMost(1)
                        .map(done -> true)
                        .onFailure(StreamManagerException::isNotFound)
                        .recoverWithItem(false)
                        .flatMap(known -> forget(event, known)));
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
                CompositionRecord now = stored.snapshot().value();
                stored.before()
                        .filter(before -> !base(before).equals(base(now)))
                        .ifPresent(before -> index(before, false));
                index(now, true);
            }
            case Replica.Event.Removed<CompositionRecord> removed -> index(removed.before(), false);
        }
    }

    private void index(CompositionRecord record, boolean present) {
        base(record).ifPresent(base -> {
            conferences.compute(base, (key, known) -> {
                Stream<CompositionRecord> others = Stream.ofNullable(known)
                        .flatMap(List::stream)
                        .filter(other -> !other.event().equals(record.event()));
                List<CompositionRecord> all = Stream.concat(others, present ? Stream.of(record) : Stream.empty())
                        .sorted(OLDEST_FIRST)
                        .toList();
                return all.isEmpty() ? null : all;
            });
            rooms.conferenceChanged(base);
        });
    }

    /** The conference a composition belongs to; none if its last mixer names no room. */
    private static Optional<Scope> base(CompositionRecord composition) {
        return composition.mixers().stream()
                .filter(mixer -> mixer.destinationMixerName() == null
                        || mixer.destinationMixerName().isEmpty())
                .findFirst()
                .flatMap(mixer -> {
                    try {
                        return Optional.of(Scope.of(mixer.path()).base());
                    } catch (BadName e) {
                        return Optional.empty();
                    }
                });
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
