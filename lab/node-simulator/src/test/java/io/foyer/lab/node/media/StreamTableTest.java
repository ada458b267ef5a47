package io.foyer.lab.node.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.lab.node.webhook.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTableTest {
    private final StreamTable table = new StreamTable(() -> java.time.Instant.ofEpochMilli(1_701_780_000_000L));
    private final StreamName alice = new StreamName("/live/room1/", "alice");
    private final List<String> told = new ArrayList<>();

    @Test
    void aNameIsTakenFromTheOfferAndLiveFromThePublication() {
        observe();
        LiveStream stream =
                table.take(alice, LiveStream.Kind.PUBLISHED, Client.NONE).orElseThrow();

        assertThat(table.isTaken(alice)).isTrue();
        assertThat(table.live(alice)).isEmpty();
        assertThat(table.take(alice, LiveStream.Kind.PUBLISHED, Client.NONE)).isEmpty();

        table.goLive(stream);
        table.goLive(stream);
        assertThat(table.live(alice)).contains(stream);
        assertThat(stream.name().guid()).isEqualTo("live/room1/alice");
        assertThat(told).containsExactly("started live/room1/alice");
    }

    @Test
    void aReleasedStreamEndsForItsListenersAndFreesItsName() {
        observe();
        LiveStream stream =
                table.take(alice, LiveStream.Kind.PUBLISHED, Client.NONE).orElseThrow();
        table.goLive(stream);
        stream.listen(listener("first"));

        table.release(stream);
        table.release(stream);
        stream.listen(listener("late"));

        assertThat(told)
                .containsExactly("started live/room1/alice", "first ended", "stopped live/room1/alice", "late ended");
        assertThat(table.isTaken(alice)).isFalse();
        assertThat(table.take(alice, LiveStream.Kind.PUBLISHED, Client.NONE)).isPresent();
    }

    @Test
    void aStreamThatNeverWentLiveIsNotReported() {
        observe();
        LiveStream stream =
                table.take(alice, LiveStream.Kind.PUBLISHED, Client.NONE).orElseThrow();

        table.release(stream);
        table.goLive(stream);

        assertThat(told).isEmpty();
        assertThat(table.live()).isEmpty();
    }

    @Test
    void aLateListenerIsToldTheLastMuteBadge() {
        LiveStream stream =
                table.take(alice, LiveStream.Kind.PUBLISHED, Client.NONE).orElseThrow();
        stream.message("{\"type\":\"metadata\",\"data\":{\"streamingMode\":\"Audio\"}}");
        stream.message("{\"send\":{}}");

        stream.listen(new StreamListener() {
            @Override
            public void message(String json) {
                told.add(json);
            }
        });

        assertThat(told).containsExactly("{\"type\":\"metadata\",\"data\":{\"streamingMode\":\"Audio\"}}");
    }

    @Test
    void aGuidSplitsAtItsLastSlash() {
        assertThat(StreamName.parse("/live/a/b/alice")).contains(new StreamName("live/a/b", "alice"));
        assertThat(StreamName.parse("alice")).isEmpty();
        assertThat(StreamName.parse("")).isEmpty();
        assertThat(StreamName.parse("///")).isEmpty();
    }

    private StreamListener listener(String name) {
        return new StreamListener() {
            @Override
            public void ended() {
                told.add(name + " ended");
            }
        };
    }

    private void observe() {
        table.observe(new StreamTable.Observer() {
            @Override
            public void started(LiveStream stream) {
                told.add("started " + stream.name().guid());
            }

            @Override
            public void stopped(LiveStream stream) {
                told.add("stopped " + stream.name().guid());
            }
        });
    }
}
