package io.foyer.room.conference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.foyer.room.conference.RoomClient.Role;
import io.foyer.room.domain.Room;
import io.foyer.room.domain.RoomCommand;
import io.foyer.room.domain.RoomKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LocalRoomTest {
    private static final RoomKey KEY = new RoomKey("live/r");

    private final AtomicLong nanos = new AtomicLong();
    private final Deque<Runnable> timers = new ArrayDeque<>();
    private final Pace pace = new Pace((after, task) -> timers.add(task), nanos::get, Duration.ofMillis(20));
    private Room state = Room.empty(KEY);
    private final LocalRoom room =
            new LocalRoom(KEY, () -> state, new Messages(new ObjectMapper()), new NoSurroundings(), pace);

    @Test
    void nobodyIsToldAnythingBeforeTheRoomIsLoaded() {
        Client client = enter(Role.HOST);

        apply(new RoomCommand.Promote("a"));
        room.changed();
        room.answer();
        assertThat(client.told).isEmpty();

        room.loaded();
        assertThat(client.told).containsExactly(Slot.ACTIVE, Slot.CONFERENCE, Slot.COMPOSITIONS);
        assertThat(client.texts.get(1)).contains("\"presenter\":\"a\"");
    }

    @Test
    void nothingComesInBetweenTheGreetingOrTheMessagesOfOneChange() {
        room.loaded();
        Client host = enter(Role.HOST);
        assertThat(host.offers).isEqualTo(1);

        apply(new RoomCommand.Exclude("a"));
        room.changed();

        assertThat(host.offers).isEqualTo(2);
    }

    @Test
    void guestsAreNotToldTheConference() {
        room.loaded();
        Client guest = enter(Role.GUEST);

        apply(new RoomCommand.Promote("a"));
        room.changed();

        assertThat(guest.told).containsExactly(Slot.ACTIVE, Slot.ACTIVE);
    }

    @Test
    void aBanIsToldBeforeTheLists() {
        apply(new RoomCommand.Promote("a"));
        room.loaded();
        Client host = enter(Role.HOST);
        host.told.clear();

        apply(new RoomCommand.Exclude("a"));
        room.changed();

        assertThat(host.told).containsExactly(Slot.EXCLUDED, Slot.ACTIVE, Slot.CONFERENCE);
    }

    @Test
    void whoComesBetweenTwoChangesIsToldTheSecond() {
        room.loaded();
        apply(new RoomCommand.Promote("a"));
        Client host = enter(Role.HOST);

        apply(new RoomCommand.Demote("a"));
        room.changed();

        assertThat(host.texts.stream()
                        .filter(text -> text.contains("\"conference\""))
                        .toList()
                        .getLast())
                .contains("\"streams\":[]");
    }

    @Test
    void aNewStreamIsNoNewsOfTheConference() {
        room.loaded();
        Client host = enter(Role.HOST);
        host.told.clear();

        apply(new RoomCommand.Publish("a"));
        room.changed();

        assertThat(host.told).containsExactly(Slot.ACTIVE);
    }

    @Test
    void aCommandThatChangesNothingIsAnsweredOnce() {
        room.loaded();
        Client host = enter(Role.HOST);
        host.told.clear();

        room.owe(Set.of(Slot.ACTIVE, Slot.CONFERENCE));
        room.answer();
        room.answer();

        assertThat(host.told).containsExactly(Slot.ACTIVE, Slot.CONFERENCE);
    }

    @Test
    void aBurstOfChangesBecomesTheFirstAndTheLast() {
        room.loaded();
        Client host = enter(Role.HOST);
        host.told.clear();
        host.texts.clear();

        for (int i = 0; i < 100; i++) {
            apply(new RoomCommand.Publish("s" + i));
            room.changed();
        }
        assertThat(host.told).containsExactly(Slot.ACTIVE);
        assertThat(timers).hasSize(1);

        nanos.addAndGet(20_000_000);
        timers.remove().run();
        assertThat(host.told).containsExactly(Slot.ACTIVE, Slot.ACTIVE);
        assertThat(host.texts.getLast()).contains("s99");

        nanos.addAndGet(20_000_000);
        apply(new RoomCommand.Publish("later"));
        room.changed();
        assertThat(host.texts.getLast()).contains("later");
    }

    @Test
    void regionsThatAreForgottenMeanwhileAreLeftOut() {
        AtomicInteger asked = new AtomicInteger();
        Surroundings forgetful = new NoSurroundings() {
            @Override
            public Optional<String> regions() {
                return asked.getAndIncrement() == 0 ? Optional.of("{}") : Optional.empty();
            }
        };
        LocalRoom other = new LocalRoom(KEY, () -> state, new Messages(new ObjectMapper()), forgetful, pace);
        other.loaded();
        Client host = new Client(Role.HOST);

        other.enter(host, 10);
        other.announce(Set.of(Slot.REGIONS));

        assertThat(host.told).containsSequence(Slot.ACTIVE, Slot.CONFERENCE, Slot.COMPOSITIONS);
    }

    @Test
    void aFullRoomTakesNobody() {
        assertThat(room.enter(new Client(Role.GUEST), 1)).isTrue();
        assertThat(room.enter(new Client(Role.GUEST), 1)).isFalse();
    }

    private void apply(RoomCommand command) {
        state = state.apply(command).room();
    }

    private Client enter(Role role) {
        Client client = new Client(role);
        room.enter(client, 10);
        return client;
    }

    private static final class Client implements RoomClient {
        private final Role role;
        private final List<Slot> told = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private int offers;

        Client(Role role) {
            this.role = role;
        }

        @Override
        public RoomKey room() {
            return KEY;
        }

        @Override
        public Role role() {
            return role;
        }

        @Override
        public void offer(Map<Slot, String> news) {
            offers++;
            news.forEach((slot, text) -> {
                told.add(slot);
                texts.add(text);
            });
        }

        @Override
        public void complain(String text) {}
    }

    private static class NoSurroundings implements Surroundings {
        @Override
        public Optional<String> regions() {
            return Optional.empty();
        }

        @Override
        public String compositions(RoomKey key) {
            return "[]";
        }
    }
}
