package io.foyer.lab.node.mixing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.node.media.LiveStream;
import io.foyer.lab.node.media.Picture;
import io.foyer.lab.node.media.Sound;
import io.foyer.lab.node.media.StreamName;
import io.foyer.lab.node.media.StreamTable;
import io.foyer.lab.node.webhook.Client;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupsTest {
    private static final String GROUP = "live/room1/room1";
    private static final Picture PICTURE = new Picture(2, 2, new byte[Picture.size(2, 2)]);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final StreamTable streams = new StreamTable(InstantSource.system());
    private final Groups groups = new Groups(streams, timer);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void membersSeeTheCompositeWhicheverOfThemComesFirst() {
        Somebody early = new Somebody("early");
        groups.join(GROUP, early);
        LiveStream composite = live("room1");
        Somebody late = new Somebody("late");
        groups.join(GROUP, late);

        composite.picture(PICTURE);

        assertThat(early.seen).containsExactly(PICTURE);
        assertThat(late.seen).containsExactly(PICTURE);
    }

    @Test
    void aGroupThatCameAndWentLeavesNothingAtTheCompositeAndNothingOnTheTimer() {
        LiveStream composite = live("room1");
        for (int i = 0; i < 5; i++) {
            Somebody member = new Somebody("member" + i);
            groups.join(GROUP, member);
            groups.leave(GROUP, member);
            groups.leave(GROUP, member);
        }

        assertThat(composite.listenerCount()).isZero();
        assertThat(groups.sizes()).isEmpty();
        assertThat(timer.getQueue()).allMatch(task -> ((java.util.concurrent.Future<?>) task).isCancelled());
    }

    private LiveStream live(String name) {
        LiveStream stream = streams.take(new StreamName("live/room1", name), LiveStream.Kind.FORWARDED, Client.NONE)
                .orElseThrow();
        streams.goLive(stream);
        return stream;
    }

    private final class Somebody implements Groups.Member {
        final List<Picture> seen = new ArrayList<>();
        private final LiveStream own;

        Somebody(String name) {
            own = live(name);
        }

        @Override
        public LiveStream ownStream() {
            return own;
        }

        @Override
        public void see(Picture composite) {
            seen.add(composite);
        }

        @Override
        public void hear(Sound others) {}
    }
}
