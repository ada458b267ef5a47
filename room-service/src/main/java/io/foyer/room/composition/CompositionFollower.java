package io.foyer.room.composition;

import com.fasterxml.jackson.databind.JsonNode;
import io.foyer.contract.CompositionRecord;
import io.foyer.contract.MixerRecord;
import io.foyer.contract.Tables;
import io.foyer.edge.Reason;
import io.foyer.room.Later;
import io.foyer.room.conference.ConferenceMessages;
import io.foyer.room.runtime.Client;
import io.foyer.state.Change;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Looks after compositions of a Stream Manager that is not Foyer's own, until they are composing: exactly one replica for
 * each, another one if that ends. What was destroyed meanwhile is never written again.
 */
@ApplicationScoped
public class CompositionFollower {
    private static final Logger LOG = Logger.getLogger(CompositionFollower.class);
    private static final int STRIKES = 2;

    /** Who is told when looking fails; forgotten when this replica looks no more. */
    private final Map<Followed, Client> creators = new ConcurrentHashMap<>();

    /** What was not there at the last look: a Stream Manager may need a moment to know what it has just made. */
    private final Set<Followed> missed = ConcurrentHashMap.newKeySet();

    private final Map<String, Integer> strikes = new ConcurrentHashMap<>();
    private final StreamManagerClient streamManager;
    private final ConferenceMessages messages;
    private final CompositionConfig config;
    private final Clock clock;
    private final Later later;
    private final Vertx vertx;
    private final Leases leases;
    private final Store<Followed> followed;
    private final Replica<Followed> replica;
    private final Store<CompositionRecord> compositions;

    public CompositionFollower(
            StreamManagerClient streamManager,
            ConferenceMessages messages,
            CompositionConfig config,
            Clock clock,
            Later later,
            Vertx vertx,
            SharedState state) {
        this.streamManager = streamManager;
        this.messages = messages;
        this.config = config;
        this.clock = clock;
        this.later = later;
        this.vertx = vertx;
        this.leases = state.leases();
        this.followed = state.store(Followed.TABLE);
        this.replica = state.replica(Followed.TABLE);
        this.compositions = state.store(Tables.COMPOSITIONS);
    }

    void start(@Observes StartupEvent event) {
        replica.watchAll().subscribe().with(ignored -> {});
        vertx.setPeriodic(config.poll().toMillis(), ignored -> adopt());
    }

    /** True when the record of this composition is written by room-service. */
    boolean follows(String event) {
        return replica.get(event).isPresent();
    }

    Uni<Void> follow(CompositionRecord made, Client creator) {
        Followed entry = new Followed(made.event(), leases.self(), made.createdAt(), false);
        creators.put(entry, creator);
        return followed.change(made.event(), present -> Change.put(entry)).invoke(() -> look(entry));
    }

    Uni<Void> forget(String event) {
        return followed.change(event, present -> Change.<Followed, Void>remove(null));
    }

    /** Looks once, and again later unless that was enough. */
    private void look(Followed entry) {
        followed.read(entry.event())
                .map(stored -> stored.map(Snapshot::value).filter(present -> present.equals(entry)))
                .subscribe()
                .with(mine -> mine.ifPresentOrElse(this::ask, () -> ended(entry)), failure -> lookLater(entry));
    }

    private void ask(Followed entry) {
        if (clock.millis() - entry.since() > config.pollAtMost().toMillis()) {
            LOG.warnf("composition never began to compose event=%s", entry.event());
            settle(entry);
            return;
        }
        streamManager
                .composition(entry.event())
                .invoke(told -> missed.remove(entry))
                .flatMap(told -> write(entry, told))
                .subscribe()
                .with(
                        settled -> {
                            if (settled) {
                                settle(entry);
                            } else {
                                lookLater(entry);
                            }
                        },
                        failure -> failed(entry, failure));
    }

    /** Others look after it now, or nobody has to. */
    private void ended(Followed entry) {
        creators.remove(entry);
        missed.remove(entry);
    }

    private void lookLater(Followed entry) {
        later.run(config.poll(), () -> look(entry));
    }

    /** Answers whether there is nothing more to come. Meanwhile it may have been destroyed, and even made again. */
    private Uni<Boolean> write(Followed entry, JsonNode told) {
        CompositionRecord record = CompositionJson.record(told, entry.since());
        return compositions
                .change(entry.event(), present -> present.filter(stored -> stored.createdAt() == entry.since())
                        .map(same -> record.mixers().isEmpty()
                                ? Change.<CompositionRecord, Boolean>keep(false)
                                : Change.put(record, settled(record.mixers())))
                        .orElseGet(() -> Change.keep(true)))
                .invoke(settled -> LOG.debugf("composition looked at event=%s settled=%s", entry.event(), settled));
    }

    private static boolean settled(Collection<MixerRecord> mixers) {
        return mixers.stream().allMatch(mixer -> mixer.state().equals("composing"))
                || mixers.stream().anyMatch(mixer -> mixer.state().equals("terminating"));
    }

    private void failed(Followed entry, Throwable failure) {
        if (failure instanceof StreamManagerException.Refused refused && refused.notFound()) {
            if (missed.add(entry)) {
                lookLater(entry);
                return;
            }
            complain(creators.get(entry), "composition " + entry.event() + " is gone");
            ended(entry);
            gone(entry);
            return;
        }
        if (failure instanceof StreamManagerException) {
            complain(creators.remove(entry), "composition " + entry.event() + ": " + failure.getMessage());
        }
        lookLater(entry);
    }

    private void complain(Client creator, String text) {
        if (creator != null) {
            creator.reply(messages.error(Reason.STREAM_MANAGER, text));
        }
    }

    /** The record goes first: should that fail, this replica still looks after it. */
    private void gone(Followed entry) {
        compositions
                .change(entry.event(), present -> present.filter(stored -> stored.createdAt() == entry.since())
                        .map(same -> Change.<CompositionRecord, Void>remove(null))
                        .orElseGet(() -> Change.keep(null)))
                .flatMap(ignored -> followed.change(entry.event(), present -> present.filter(entry::equals)
                        .map(same -> Change.<Followed, Void>remove(null))
                        .orElseGet(() -> Change.keep(null))))
                .subscribe()
                .with(ignored -> {}, again -> lookLater(entry));
    }

    private void settle(Followed entry) {
        ended(entry);
        followed.change(entry.event(), present -> present.filter(entry::equals)
                        .map(same -> Change.put(same.done()))
                        .orElseGet(() -> Change.keep(null)))
                .subscribe()
                .with(ignored -> {}, failure -> lookLater(entry));
    }

    /** Takes over what a replica that ended looked after. */
    private void adopt() {
        strikes.keySet().retainAll(replica.all().stream().map(Snapshot::id).toList());
        for (Snapshot<Followed> other : replica.all()) {
            Followed entry = other.value();
            if (!entry.settled() && !entry.owner().equals(leases.self())) {
                leases.alive(entry.owner()).subscribe().with(alive -> judge(entry, alive), failure -> {});
            }
        }
    }

    private void judge(Followed entry, boolean alive) {
        if (alive) {
            strikes.remove(entry.event());
        } else if (strikes.merge(entry.event(), 1, Integer::sum) >= STRIKES) {
            strikes.remove(entry.event());
            Followed mine = entry.by(leases.self());
            followed.change(
                            entry.event(),
                            present -> present.filter(entry::equals).isPresent()
                                    ? Change.put(mine, true)
                                    : Change.<Followed, Boolean>keep(false))
                    .subscribe()
                    .with(
                            won -> {
                                if (won) {
                                    look(mine);
                                }
                            },
                            failure -> {});
        }
    }
}
