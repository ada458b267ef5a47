package io.foyer.room.conference;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.RoomRecord;
import io.foyer.room.domain.Outcome;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import io.foyer.state.Change;
import io.foyer.state.LatestValues;
import io.foyer.state.Leases;
import io.foyer.state.Replica;
import io.foyer.state.SharedState;
import io.foyer.state.Snapshot;
import io.foyer.state.Store;
import io.foyer.state.Stored;
import io.foyer.state.Table;
import io.foyer.state.Version;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RoomWriterTest {
    private static final RoomKey KEY = new RoomKey("live/r");

    private boolean published;

    @Test
    void afterALostRaceItCountsWhatIsKnownThen() {
        RoomWriter writer = new RoomWriter(new LosesOneRace(() -> published = true));

        Outcome outcome = writer.apply(
                        KEY,
                        () -> List.of(published ? new RoomCommand.Publish("a") : new RoomCommand.Unpublish("a", true)))
                .await()
                .indefinitely();

        assertThat(outcome.room().active()).containsExactly("a", "b");
        assertThat(outcome.room().conference()).containsExactly("a");
    }

    /** A store in which another writer was faster once: then the stream is there again, and was let in. */
    private record LosesOneRace(Runnable meanwhile) implements SharedState, Store<RoomRecord> {
        @Override
        public <R> Uni<Stored<RoomRecord, R>> changeAndGet(
                String id, Function<Optional<RoomRecord>, Change<RoomRecord, R>> decision) {
            var lost = decision.apply(Optional.of(new RoomRecord(id, List.of("b"), List.of(), List.of(), null)));
            assertThat(lost.result()).isNotNull();
            meanwhile.run();
            return Uni.createFrom()
                    .item(new Stored<>(
                            decision.apply(Optional.of(
                                            new RoomRecord(id, List.of("a", "b"), List.of(), List.of("a"), "a")))
                                    .result(),
                            Optional.empty()));
        }

        @Override
        public Uni<Optional<Snapshot<RoomRecord>>> read(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Boolean> removeIfStill(String id, Version version) {
            throw new UnsupportedOperationException();
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> Store<T> store(Table<T> table) {
            return (Store<T>) this;
        }

        @Override
        public <T> Replica<T> replica(Table<T> table) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> LatestValues<T> latest(String name, Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Leases leases() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean current() {
            return true;
        }

        @Override
        public Duration age() {
            return Duration.ZERO;
        }

        @Override
        public boolean loadedOnce() {
            return true;
        }

        @Override
        public long now() {
            return 0;
        }

        @Override
        public Uni<Void> renew(Collection<String> ids) {
            throw new UnsupportedOperationException();
        }
    }
}
