package io.foyer.room.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.room.domain.Outcome.Changed;
import io.foyer.room.domain.Outcome.Reason;
import io.foyer.room.domain.Outcome.Refused;
import io.foyer.room.domain.Outcome.Unchanged;
import io.foyer.room.domain.RoomCommand.Delete;
import io.foyer.room.domain.RoomCommand.Demote;
import io.foyer.room.domain.RoomCommand.Exclude;
import io.foyer.room.domain.RoomCommand.GiveUpPlace;
import io.foyer.room.domain.RoomCommand.MakePresenter;
import io.foyer.room.domain.RoomCommand.Order;
import io.foyer.room.domain.RoomCommand.Post;
import io.foyer.room.domain.RoomCommand.Promote;
import io.foyer.room.domain.RoomCommand.Publish;
import io.foyer.room.domain.RoomCommand.Unpublish;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final RoomKey KEY = new RoomKey("live/room1");
    private static final Room EMPTY = Room.empty(KEY);

    @Test
    void theFirstPromotedStreamPresents() {
        Room room = after(new Promote("a"), new Promote("b"));

        assertThat(room.conference()).containsExactly("a", "b");
        assertThat(room.presenter()).contains("a");
    }

    @Test
    void aStreamCanBePromotedBeforeItIsActive() {
        assertThat(after(new Promote("a")).conference()).containsExactly("a");
    }

    @Test
    void promotingTwiceChangesNothing() {
        assertThat(after(new Promote("a")).apply(new Promote("a"))).isInstanceOf(Unchanged.class);
    }

    @Test
    void anExcludedStreamIsNeitherPromotedNorShown() {
        Room room = after(new Exclude("a"));

        assertThat(room.apply(new Promote("a"))).isEqualTo(new Unchanged(room, Reason.EXCLUDED));
        assertThat(room.apply(new Publish("a"))).isEqualTo(new Unchanged(room, Reason.EXCLUDED));
        assertThat(room.apply(new Post("a"))).isEqualTo(new Unchanged(room, Reason.EXCLUDED));
    }

    @Test
    void excludingTakesTheStreamOutOfEverythingOnce() {
        Room room = after(new Publish("a"), new Promote("a"), new Promote("b"), new Exclude("a"), new Exclude("a"));

        assertThat(room).isEqualTo(new Room(KEY, List.of(), List.of("a"), List.of("b"), Optional.of("b")));
    }

    @Test
    void thePresenterMovesToTheFirstThatRemains() {
        Room room = after(new Promote("a"), new Promote("b"), new Promote("c"), new MakePresenter("b"));

        assertThat(room.presenter()).contains("b");
        assertThat(applied(room, new Demote("b")).presenter()).contains("a");
        assertThat(applied(room, new Unpublish("b", true)).presenter()).contains("a");
        assertThat(applied(room, new Delete("b")).presenter()).contains("a");
        assertThat(applied(room, new Exclude("b")).presenter()).contains("a");
    }

    @Test
    void nobodyPresentsAnEmptyConference() {
        assertThat(after(new Promote("a"), new Demote("a")).presenter()).isEmpty();
    }

    @Test
    void onlyAMemberOfTheConferenceCanPresent() {
        Room room = after(new Publish("x"), new Promote("a"));

        assertThat(room.apply(new MakePresenter("x"))).isEqualTo(new Unchanged(room, Reason.NOT_IN_CONFERENCE));
    }

    @Test
    void deletingLiftsABanCompletely() {
        assertThat(after(new Exclude("a"), new Exclude("a"), new Delete("a"))).isEqualTo(EMPTY);
    }

    @Test
    void bansEndWhenTheLastActiveStreamEnds() {
        Room room = after(new Publish("a"), new Publish("b"), new Exclude("a"));

        assertThat(applied(room, new Unpublish("b", true)).excluded()).isEmpty();
        assertThat(applied(room, new Unpublish("b", false)).excluded()).containsExactly("a");
        assertThat(applied(room, new Publish("c"), new Unpublish("b", true)).excluded())
                .containsExactly("a");
    }

    @Test
    void theEndOfABarredStreamInAnEmptyRoomEndsItsBan() {
        assertThat(after(new Publish("a"), new Exclude("a"), new Unpublish("a", true), new Publish("a"))
                        .active())
                .containsExactly("a");
    }

    @Test
    void orderMovesToTheClampedPosition() {
        Room room = after(new Promote("a"), new Promote("b"), new Promote("c"));

        assertThat(applied(room, new Order("c", 0)).conference()).containsExactly("c", "a", "b");
        assertThat(applied(room, new Order("a", 1)).conference()).containsExactly("b", "a", "c");
        assertThat(applied(room, new Order("a", 99)).conference()).containsExactly("b", "c", "a");
        assertThat(applied(room, new Order("b", -4)).conference()).containsExactly("b", "a", "c");
        assertThat(room.apply(new Order("x", 1))).isEqualTo(new Unchanged(room, Reason.NOT_IN_CONFERENCE));
    }

    @Test
    void aPlaceInTheConferenceIsGivenUpOnlyByWhoNeverArrived() {
        Room promoted = after(new Promote("a"));

        assertThat(applied(promoted, new GiveUpPlace("a")).conference()).isEmpty();
        assertThat(applied(promoted, new Publish("a"), new GiveUpPlace("a")).conference())
                .containsExactly("a");
    }

    @Test
    void theScreenshareIsTheFirstActiveOne() {
        assertThat(after(new Publish("a"), new Publish("b_screenshare"), new Publish("c_screenshare"))
                        .screenshare())
                .contains("b_screenshare");
        assertThat(after(new Publish("a")).screenshare()).isEmpty();
    }

    @Test
    void aFullRoomTakesNoMore() {
        List<String> names =
                IntStream.range(0, Room.MOST_STREAMS).mapToObj(i -> "s" + i).toList();
        Room full = new Room(KEY, names, List.of(), names, Optional.of("s0"));

        assertThat(full.apply(new Publish("x"))).isInstanceOf(Refused.class);
        assertThat(full.apply(new Promote("x"))).isInstanceOf(Refused.class);
        assertThat(full.apply(new Publish("s3"))).isInstanceOf(Unchanged.class);
        assertThat(full.apply(new Exclude("s3"))).isInstanceOf(Changed.class);
    }

    private static Room after(RoomCommand... commands) {
        return applied(EMPTY, commands);
    }

    private static Room applied(Room room, RoomCommand... commands) {
        Room now = room;
        for (RoomCommand command : commands) {
            now = now.apply(command).room();
        }
        return now;
    }
}
