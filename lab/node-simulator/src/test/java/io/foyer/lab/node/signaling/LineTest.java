package io.foyer.lab.node.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineTest {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4);
    private final AtomicLong delay = new AtomicLong();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Line line = new Line(heard::add, () -> heard.add("closed"), delay::get, timer);

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void nothingOvertakesWhatIsLateNotEvenTheCloseAndNotWhenTheFaultIsSwitchedOff() {
        delay.set(300);
        line.say("one");
        delay.set(0);
        line.say("two");
        assertThat(line.close()).isTrue();

        await("all of it").until(() -> heard.contains("closed"));
        assertThat(heard).containsExactly("one", "two", "closed");
        assertThat(line.say("three")).isFalse();
        assertThat(line.close()).isFalse();
        assertThat(line.closed()).isFalse();
        assertThat(heard).hasSize(3);
    }

    @Test
    void aClientIsSpokenToWhereItListens() {
        List<String> channel = new CopyOnWriteArrayList<>();
        line.sayAnywhere("before there is a channel");
        line.use(channel::add);
        line.sayAnywhere("before it changes over");
        line.sayEverywhere("farewell");
        line.changeOver();
        line.sayAnywhere("after it changed over");
        line.closed();
        line.sayAnywhere("after the socket closed");

        assertThat(heard).containsExactly("before there is a channel", "before it changes over", "farewell");
        assertThat(channel).containsExactly("farewell", "after it changed over", "after the socket closed");
    }

    @Test
    void whoChangedOverTooEarlyIsSpokenToOnTheSocketUntilTheChannelIsOpen() {
        line.use(message -> false);
        line.changeOver();
        line.sayAnywhere("hello");
        assertThat(heard).containsExactly("hello");
    }
}
