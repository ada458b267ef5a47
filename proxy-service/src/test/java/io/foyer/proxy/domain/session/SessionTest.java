package io.foyer.proxy.domain.session;

import static io.foyer.proxy.domain.session.Side.BROWSER;
import static io.foyer.proxy.domain.session.Side.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.proxy.domain.message.MessageKind;
import io.foyer.proxy.domain.message.Rejection;
import io.foyer.proxy.lab.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTest implements SessionObserver {
    private static final int MASK = 0x0badcafe;
    private static final Frame SUCCESS =
            Frame.text("{\"data\":{\"type\":\"status\",\"code\":\"NetConnection.Connect.Success\"}}");

    private FakeWire browser;
    private FakeWire node;
    private Session session;
    private final List<EndCause> closings = new ArrayList<>();
    private final List<EndCause> ends = new ArrayList<>();
    private final List<MessageKind> messages = new ArrayList<>();

    @BeforeEach
    @BeforeTry
    void openSession() {
        browser = new FakeWire();
        node = new FakeWire();
        closings.clear();
        ends.clear();
        messages.clear();
        session = new Session(1 << 20, new Random(1), this);
        session.open(browser, node);
    }

    @Override
    public void received(Side from, int bytes) {}

    @Override
    public void message(MessageKind kind) {
        messages.add(kind);
    }

    @Override
    public void closing(EndCause cause) {
        closings.add(cause);
    }

    @Override
    public void ended(EndCause cause) {
        ends.add(cause);
    }

    private void browserSends(Frame... frames) {
        for (Frame frame : frames) {
            session.received(BROWSER, ByteBuffer.wrap(frame.bytes(MASK)));
        }
    }

    private void nodeSends(Frame... frames) {
        for (Frame frame : frames) {
            session.received(NODE, ByteBuffer.wrap(frame.bytes(0)));
        }
    }

    @Property(tries = 100)
    void whatOneEndSendsReachesTheOtherByteForByte(@ForAll long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            byte[] payload = new byte[random.nextInt(100)];
            random.nextBytes(payload);
            int opcode = random.nextInt(4) == 0 ? Frame.PONG : random.nextBoolean() ? Frame.PING : Frame.BINARY;
            sent.writeBytes(new Frame(true, opcode, payload).bytes(random.nextInt() | 1));
        }
        byte[] wire = sent.toByteArray();
        for (int at = 0; at < wire.length; ) {
            int length = Math.min(wire.length - at, 1 + random.nextInt(50));
            session.received(BROWSER, ByteBuffer.wrap(wire, at, length));
            at += length;
        }
        assertThat(node.written.toByteArray()).isEqualTo(wire);
        assertThat(browser.written.size()).isZero();
    }

    @Test
    void theBrowsersCloseFollowsItsLastMessageAndTheNodesReplyEndsTheBrowsersConnection() {
        nodeSends(SUCCESS);
        browserSends(Frame.text("{\"switchChannel\":\"red5pro\"}"), Frame.close());
        assertThat(node.frames()).extracting(Frame::opcode).containsExactly(Frame.TEXT, Frame.CLOSE);
        assertThat(node.last().closeCode()).isEqualTo(-1);
        assertThat(messages).containsExactly(MessageKind.SWITCH_CHANNEL);

        nodeSends(Frame.close());
        assertThat(browser.ended).isTrue();
        assertThat(node.ended)
                .as("the node closes first, so that the proxy's port is free at once")
                .isFalse();

        session.gone(NODE);
        session.gone(BROWSER);
        assertThat(ends).containsExactly(EndCause.CLIENT_CLOSED);
    }

    @Test
    void aBrowserThatIsGoneIsReportedToTheNodeAsGoingAway() {
        browserSends(Frame.text("{\"switchChannel\":\"red5pro\"}"));
        session.gone(BROWSER);

        assertThat(node.frames()).extracting(Frame::opcode).containsExactly(Frame.TEXT, Frame.CLOSE);
        assertThat(node.last().closeCode()).isEqualTo(1001);
        assertThat(node.ended)
                .as("what the node still sends must be read, or a reset would take our frames with it")
                .isFalse();
        session.gone(NODE);
        assertThat(ends).containsExactly(EndCause.CLIENT_LOST);
    }

    @Test
    void aNodeThatIsGoneMidFrameCutsTheBrowserToo() {
        byte[] frame = Frame.text("x".repeat(500)).bytes(0);
        session.received(NODE, ByteBuffer.wrap(frame, 0, 100));
        session.gone(NODE);

        assertThat(browser.written.size()).isEqualTo(100);
        assertThat(browser.dropped).isTrue();
        assertThat(ends).containsExactly(EndCause.NODE_LOST);
    }

    @Test
    void aPageThatHeardNothingYetIsToldThatTheConnectionFailed() {
        session.gone(NODE);
        assertThat(browser.frames().getFirst().text()).isEqualTo(Rejection.MESSAGE);
        assertThat(browser.last().closeCode()).isEqualTo(1011);
    }

    @Test
    void aNodesCloseBeforeAnyVerdictIsExplainedAndThenPassedOn() {
        nodeSends(Frame.close(1008));
        assertThat(browser.frames()).hasSize(2);
        assertThat(browser.frames().getFirst().text()).isEqualTo(Rejection.MESSAGE);
        assertThat(browser.last().closeCode()).isEqualTo(1008);
        browserSends(Frame.close(1008));
        assertThat(browser.ended).isTrue();
    }

    @Test
    void aNodesCloseAfterItsVerdictPassesAlone() {
        nodeSends(SUCCESS, Frame.close(1000));
        assertThat(browser.frames()).extracting(Frame::opcode).containsExactly(Frame.TEXT, Frame.CLOSE);
    }

    @Test
    void aPageThatClosedItselfIsNotTold() {
        browserSends(Frame.close());
        session.gone(NODE);
        assertThat(browser.frames()).extracting(Frame::opcode).containsExactly(Frame.CLOSE);
        assertThat(browser.ended).isTrue();
    }

    @Test
    void nothingFollowsACloseFrame() {
        browserSends(Frame.close(), Frame.text("late"));
        assertThat(node.frames()).hasSize(1);
    }

    @Test
    void anEndThatIsFullStopsTheReadingOfTheOtherUntilItDrained() {
        node.full = true;
        browserSends(Frame.text("a"));
        assertThat(browser.paused).isTrue();
        assertThat(node.paused).isFalse();
        node.full = false;
        session.drained(NODE);
        assertThat(browser.paused).isFalse();
    }

    @Test
    void whenAFullEndIsGoneTheOtherIsReadAgain() {
        browser.full = true;
        nodeSends(SUCCESS);
        assertThat(node.paused).isTrue();
        session.gone(BROWSER);
        assertThat(node.paused).isFalse();
    }

    @Test
    void ourPingsAreAnsweredToUsAndAllOtherPongsPass() {
        session.beat();
        Frame ping = node.last();
        assertThat(ping.opcode()).isEqualTo(Frame.PING);
        nodeSends(
                new Frame(true, Frame.PONG, ping.payload()),
                new Frame(true, Frame.PONG, "mine".getBytes(StandardCharsets.UTF_8)));

        assertThat(browser.frames().stream().filter(frame -> frame.opcode() == Frame.PONG))
                .extracting(Frame::text)
                .containsExactly("mine");
        assertThat(node.last().payload())
                .isNotEqualTo(browser.frames().getFirst().payload());
    }

    @Test
    void aPingWaitsForTheEndOfTheFrameUnderWay() {
        byte[] frame = Frame.text("x".repeat(500)).bytes(MASK);
        session.received(BROWSER, ByteBuffer.wrap(frame, 0, 100));
        session.beat();
        assertThat(node.written.size()).isEqualTo(100);
        session.received(BROWSER, ByteBuffer.wrap(frame, 100, frame.length - 100));
        assertThat(node.frames()).extracting(Frame::opcode).containsExactly(Frame.TEXT, Frame.PING);
    }

    @Test
    void whoAnswersNeitherOfTwoPingsIsGivenUp() {
        nodeSends(SUCCESS);
        session.beat();
        browserSends(Frame.text("{}"));
        session.beat();
        browserSends(Frame.text("{}"));
        session.beat();

        assertThat(closings).containsExactly(EndCause.NODE_SILENT);
        assertThat(browser.last().closeCode()).isEqualTo(1011);
        assertThat(node.last().closeCode()).isEqualTo(1001);
    }

    @Test
    void aPageThatTakesNothingIsGivenUpAlsoWhenItStillSpeaksAndNotTheNodeThatIsNotRead() {
        nodeSends(SUCCESS);
        browser.full = true;
        nodeSends(Frame.text("more"));
        for (int i = 0; i < 3; i++) {
            assertThat(closings).isEmpty();
            browserSends(Frame.text("still here"));
            session.beat();
        }
        assertThat(closings).containsExactly(EndCause.CLIENT_STALLED);
        assertThat(browser.last().closeCode()).isEqualTo(1013);
        assertThat(node.last().closeCode()).isEqualTo(1001);
        assertThat(node.paused).as("its close has to be read").isFalse();
    }

    @Test
    void thePageOfANodeThatTakesNothingIsToldToTryAgainLater() {
        nodeSends(SUCCESS);
        node.full = true;
        browserSends(Frame.text("more"));
        for (int i = 0; i < 3; i++) {
            nodeSends(Frame.text("still here"));
            session.beat();
        }
        assertThat(closings).containsExactly(EndCause.NODE_STALLED);
        assertThat(browser.last().closeCode()).isEqualTo(1013);
    }

    @Test
    void endsThatBothTakeNothingDoNotHoldEachOtherForEver() {
        nodeSends(SUCCESS);
        browser.full = true;
        node.full = true;
        browserSends(Frame.text("more"));
        nodeSends(Frame.text("more"));
        session.beat();
        session.beat();
        session.beat();
        assertThat(closings).hasSize(1);
    }

    @Test
    void anEndThatIsSlowButTakesSomethingStays() {
        nodeSends(SUCCESS);
        for (int i = 0; i < 10; i++) {
            browser.full = true;
            nodeSends(Frame.text("more"));
            session.beat();
            browser.full = false;
            session.drained(BROWSER);
            browserSends(Frame.text("thanks"));
        }
        assertThat(closings).isEmpty();
    }

    @Test
    void aMessageThatIsTooBigEndsTheSessionWith1009AndReachesNobody() {
        nodeSends(SUCCESS);
        session.received(
                BROWSER, ByteBuffer.wrap(Frame.text("x".repeat((1 << 20) + 1)).bytes(MASK)));
        assertThat(browser.last().closeCode()).isEqualTo(1009);
        assertThat(node.frames()).hasSize(1);
        assertThat(node.last().closeCode()).isEqualTo(1001);

        browserSends(Frame.close(1009));
        assertThat(browser.ended).isTrue();
    }

    @Test
    void brokenFramingEndsTheSessionWith1002() {
        nodeSends(SUCCESS);
        session.received(BROWSER, ByteBuffer.wrap(Frame.text("unmasked").bytes(0)));
        assertThat(closings).containsExactly(EndCause.CLIENT_PROTOCOL_ERROR);
        assertThat(browser.last().closeCode()).isEqualTo(1002);
    }

    @Test
    void whatIsNotClosedWhenTheGraceTimeIsOverIsCut() {
        nodeSends(SUCCESS);
        browserSends(Frame.close(3001));
        session.graceOver(false);
        assertThat(browser.last().closeCode()).as("its own code is answered").isEqualTo(3001);
        assertThat(browser.ended).isTrue();
        assertThat(node.ended).isTrue();

        session.graceOver(true);
        assertThat(browser.dropped).isTrue();
        assertThat(node.dropped).isTrue();
        assertThat(ends).containsExactly(EndCause.CLIENT_CLOSED);
    }

    @Test
    void aDrainedSessionIsClosedWith1001OnBothSides() {
        nodeSends(SUCCESS);
        session.end(EndCause.DRAINED);
        assertThat(browser.last().closeCode()).isEqualTo(1001);
        assertThat(node.last().closeCode()).isEqualTo(1001);
        session.end(EndCause.OPERATOR);
        assertThat(closings).containsExactly(EndCause.DRAINED);
    }

    @Test
    void aCallThatFailsEndsTheSessionBeforeItOpened() {
        Session dialing = new Session(1 << 20, new Random(1), this);
        dialing.abandoned(EndCause.CLIENT_ABORTED);
        dialing.abandoned(EndCause.REFUSED);
        assertThat(ends).containsExactly(EndCause.CLIENT_ABORTED);
    }

    @Test
    void aSessionThatWasToEndWhileItsNodeWasDialedEndsAsSoonAsItIsOpen() {
        Session dialing = new Session(1 << 20, new Random(1), this);
        dialing.end(EndCause.DRAINED);
        dialing.end(EndCause.OPERATOR);
        assertThat(closings).isEmpty();
        dialing.open(browser, node);
        assertThat(closings).containsExactly(EndCause.DRAINED);
        assertThat(browser.frames().getFirst().text()).isEqualTo(Rejection.MESSAGE);
        assertThat(browser.last().closeCode()).isEqualTo(1001);
        assertThat(node.last().closeCode()).isEqualTo(1001);
    }
}
