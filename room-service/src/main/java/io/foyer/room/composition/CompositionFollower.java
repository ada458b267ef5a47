package io.foyer.room.composition;

import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.Tables;
import io.foyer.edge.Reason;
import io.foyer.room.conference.ConferenceMessages;
import io.foyer.room.runtime.Client;
import io.foyer.state.Change;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Polls compositions of a Stream Manager that is not Foyer's own, until they are composing: one replica for each, another
 * one if that ends. What was destroyed meanwhile is never written again.
 */
@ApplicationScoped
public class CompositionFollower {
    private static final Logger LOG = Logger.getLogger(CompositionFollower.class);
    private static final Uni<Void> NOTHING = Uni.createFrom().voidItem();
    private static final int MAX_AT_ONCE = 20;

    /** Who is sent an error when polling fails; once. */
    private final Map<Followed, Client> creators = new ConcurrentHashMap<>();

    /** What was not there when it was last asked for: a Stream Manager may need a moment to know what it has just made. */
    private final Set<Followed> missed = ConcurrentHashMap.newKeySet();

    /** What an answer is awaited about. */
    private final Set<Followed> asked = ConcurrentHashMap.newKeySet();

    private final StreamManagerClient streamManager;
    private final ConferenceMessages messages;
    private final CompositionConfig config;
    private final SharedState state;
    private final String self;
    private final Store<Followed> followed;
    private final Replica<Followed> replica;
    private final Store<CompositionRecord> compositions;

    public CompositionFollower(
            StreamManagerClient streamManager,
            ConferenceMessages messages,
            CompositionConfig config,
            SharedState state) {
        this.streamManager = streamManager;
        this.messages = messages;
        this.config = config;
        this.state = state;
        this.self = state.leases().self();
        this.followed = state.store(Followed.TABLE);
        this.replica = state.replica(Followed.TABLE);
        this.compositions = state.store(Tables.COMPOSITIONS);
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        replica.watchAll().subscribe().with(ignored -> {});
        vertx.setPeriodic(config.poll().toMillis(), ignored -> pollAll());
    }

    /** True when the record of this composition is written by room-service. */
    boolean follows(String event) {
        return replica.get(event).isPresent();
    }

    Uni<Void> follow(CompositionRecord made, Client creator) {
        Followed entry = new Followed(made.event(), self, made.createdAt(), false);
        return followed.change(made.event(), present -> Change.put(entry)).invoke(() -> creators.put(entry, creator));
    }

    Uni<Void> forget(String event) {
        return followed.change(event, present -> Change.<Followed, Void>remove(null));
    }

    private void pollAll() {
        creators.keySet().removeIf(this::isObsolete);
        missed.removeIf(this::isObsolete);
        Multi.createFrom()
                .items(replica.all().stream().map(Snapshot::value).filter(entry -> !entry.settled()))
                .onItem()
                .transformToUni(entry -> poll(entry)
                        .onFailure()
                        .invoke(failure -> LOG.debugf("polled again later event=%s: %s", entry.event(), failure))
                        .onFailure()
                        .recoverWithNull())
                .merge(MAX_AT_ONCE)
                .subscribe()
                .with(ignored -> {});
    }

    private boolean isObsolete(Followed entry) {
        return !replica.get(entry.event()).map(Snapshot::value).equals(Optional.of(entry));
    }

    private Uni<Void> poll(Followed entry) {
        if (!entry.owner().equals(self)) {
            return state.leases().living(entry.owner()) ? NOTHING : replace(entry, Change.put(entry.by(self)));
        }
        if (state.now() - entry.since() > config.pollAtMost().toMillis()) {
            LOG.warnf("composition never began to compose event=%s", entry.event());
            return replace(entry, Change.put(entry.done()));
        }
        if (!asked.add(entry)) {
            return NOTHING;
        }
        return streamManager
                .composition(entry.event(), entry.since())
                .flatMap(record -> learn(entry, record))
                .onFailure()
                .recoverWithUni(failure -> failed(entry, failure))
                .onTermination()
                .invoke(() -> asked.remove(entry));
    }

    private Uni<Void> learn(Followed entry, CompositionRecord record) {
        missed.remove(entry);
        Change<CompositionRecord, Boolean> change =
                record.mixers().isEmpty() ? Change.keep(false) : Change.put(record, isSettled(record.mixers()));
        return replaceComposition(entry, change)
                .flatMap(settled -> settled ? replace(entry, Change.put(entry.done())) : NOTHING);
    }

    private static boolean isSettled(Collection<MixerRecord> mixers) {
        return mixers.stream().allMatch(mixer -> mixer.state().equals("composing"))
                || mixers.stream().anyMatch(mixer -> mixer.state().equals("terminating"));
    }

    /** The composition's record is removed first: should that fail, this replica still follows it. */
    private Uni<Void> failed(Followed entry, Throwable failure) {
        boolean notFound = StreamManagerException.isNotFound(failure);
        if (notFound && missed.add(entry)) {
            return NOTHING;
        }
        if (failure instanceof StreamManagerException) {
            Client creator = creators.remove(entry);
            if (creator != null) {
                String text = notFound ? " is gone" : ": " + failure.getMessage();
                creator.reply(messages.error(Reason.STREAM_MANAGER, "composition " + entry.event() + text));
            }
        }
        return notFound
                ? replaceComposition(entry, Change.remove(true)).flatMap(ignored -> replace(entry, Change.remove(null)))
                : NOTHING;
    }

    private Uni<Void> replace(Followed entry, Change<Followed, Void> change) {
        return followed.change(
                entry.event(), present -> present.filter(entry::equals).isPresent() ? change : Change.keep(null));
    }

    /** Answers with true also when there is nothing to follow: meanwhile it may have been destroyed, and even made again. */
    private Uni<Boolean> replaceComposition(Followed entry, Change<CompositionRecord, Boolean> change) {
        return compositions.change(
                entry.event(),
                present -> present.map(CompositionRecord::createdAt).equals(Optional.of(entry.since()))
                        ? change
                        : Change.keep(true));
    }
}
