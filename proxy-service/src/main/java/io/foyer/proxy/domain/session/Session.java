package io.foyer.proxy.domain.session;

import io.foyer.proxy.domain.frame.ControlFrame;
import io.foyer.proxy.domain.frame.FrameViolation;
import io.foyer.proxy.domain.message.Rejection;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The signaling session of one browser with one node: everything that is decided between the two handshakes and the last
 * byte. What one end sends reaches the other unchanged and in order; the proxy adds only its own pings, and at the end a
 * close frame, and before it a rejection when the page would otherwise wait for ever.
 *
 * <p><b>Back-pressure:</b> when the connection to one end is full, the other is not read until it drained, so a session
 * holds no more than one connection's write limit and one read's worth of bytes each way. An end that takes nothing for two
 * ping intervals ends the session (1013).
 *
 * <p><b>Closing</b> (signaling, section 8.4): see {@link SessionState}. For one thread at a time.
 */
public final class Session {
    private final long maxMessage;
    private final RandomGenerator random;
    private final SessionObserver observer;
    private SessionState state = new SessionState.Dialing(Optional.empty());
    private Direction fromBrowser;
    private Direction fromNode;
    private boolean verdictPassed;

    /** @param maxMessage largest message in bytes that passes */
    public Session(long maxMessage, RandomGenerator random, SessionObserver observer) {
        this.maxMessage = maxMessage;
        this.random = random;
        this.observer = observer;
    }

    public SessionState state() {
        return state;
    }

    /** Both handshakes are done. */
    public void open(Wire browserWire, Wire nodeWire) {
        Party browser = new Party(Side.BROWSER, browserWire, random);
        Party node = new Party(Side.NODE, nodeWire, random);
        fromBrowser = new Direction(browser, node, maxMessage, this::closeFrame, observer::message);
        fromNode = new Direction(node, browser, maxMessage, this::closeFrame, kind -> {});
        Optional<EndCause> asked = state instanceof SessionState.Dialing(var end) ? end : Optional.empty();
        state = new SessionState.Open();
        asked.ifPresent(this::end);
    }

    /** The node was not reached, or the browser did not wait. */
    public void abandoned(EndCause cause) {
        switch (state) {
            case SessionState.Dialing(var _) -> ended(cause);
            case SessionState.Open(), SessionState.Closing(var _), SessionState.Ended(var _) -> {}
        }
    }

    /** Bytes came from one end. */
    public void received(Side side, ByteBuffer chunk) {
        if (state instanceof SessionState.Ended) {
            return;
        }
        Direction direction = from(side);
        observer.received(side, chunk.remaining());
        Optional<FrameViolation> violation = direction.take(chunk);
        violation.ifPresent(met -> end(causeOf(side, met)));
        direction.flush();
    }

    /** The connection to one end is gone: nothing more comes from it and nothing can be sent to it. */
    public void gone(Side side) {
        Direction direction = from(side);
        if (direction == null || direction.source().gone()) {
            return;
        }
        direction.source().isGone();
        Party other = direction.target();
        beginClosing(side == Side.BROWSER ? EndCause.CLIENT_LOST : EndCause.NODE_LOST);
        if (other.open()) {
            sayGoodbye(other);
        }
        settle();
    }

    /** One end can be written to again. */
    public void drained(Side side) {
        from(side).source().drained();
        from(side.other()).source().resume();
    }

    /** A ping interval went by. */
    public void beat() {
        if (!(state instanceof SessionState.Open)) {
            return;
        }
        for (Side side : Side.values()) {
            Party party = from(side).source();
            if (party.stalled()) {
                end(side == Side.BROWSER ? EndCause.CLIENT_STALLED : EndCause.NODE_STALLED);
                return;
            }
            if (party.heartbeat.silent() && !party.paused()) {
                end(side == Side.BROWSER ? EndCause.CLIENT_SILENT : EndCause.NODE_SILENT);
                return;
            }
            from(side.other()).ping();
        }
    }

    /** Ends a session from the proxy's side: at once, or as soon as it is open. */
    public void end(EndCause cause) {
        switch (state) {
            case SessionState.Open() -> {
                beginClosing(cause);
                parties().forEach(this::sayGoodbye);
                settle();
            }
            case SessionState.Dialing(Optional<EndCause> asked) ->
                state = new SessionState.Dialing(asked.or(() -> Optional.of(cause)));
            case SessionState.Closing(var _), SessionState.Ended(var _) -> {}
        }
    }

    /** The ends had their time to close. What is left is cut: first when everything is sent, the second time at once. */
    public void graceOver(boolean atOnce) {
        if (!(state instanceof SessionState.Closing)) {
            return;
        }
        for (Party party : parties()) {
            if (party.gone()) {
                continue;
            }
            sayGoodbye(party);
            if (atOnce) {
                party.wire.drop();
                party.isGone();
            } else {
                party.finish();
            }
        }
        settle();
    }

    private void closeFrame(Direction direction, ControlFrame frame) {
        Party source = direction.source();
        Party target = direction.target();
        source.closeWasReceived(frame.payload());
        if (target.open()) {
            beginClosing(source.side == Side.BROWSER ? EndCause.CLIENT_CLOSED : EndCause.NODE_CLOSED);
            explain(direction);
            target.passClose(frame.raw());
        }
        settle();
    }

    /** Closes politely where a frame may be put in; where the other end was cut off inside a frame, only the hard way is left. */
    private void sayGoodbye(Party party) {
        Direction towards = from(party.side.other());
        if (!party.open()) {
            return;
        }
        if (!towards.betweenFrames()) {
            party.flush();
            party.wire.drop();
            party.isGone();
            return;
        }
        explain(towards);
        party.close(cause().codeFor(party.side));
        party.flush();
    }

    private void explain(Direction towards) {
        Party page = towards.target();
        boolean waiting = page.side == Side.BROWSER && !page.closeReceived() && !towards.verdictSeen();
        if (waiting && towards.betweenMessages() && page.open()) {
            page.say(Rejection.MESSAGE);
        }
    }

    private void beginClosing(EndCause cause) {
        if (state instanceof SessionState.Open) {
            state = new SessionState.Closing(cause);
            observer.closing(cause);
        }
    }

    /** Looks whether something is finished, and reads on where the reading had been stopped. */
    private void settle() {
        for (Party party : parties()) {
            boolean handshakeDone = party.closeSent() && party.closeReceived();
            if (handshakeDone && !party.gone() && party.side == Side.BROWSER) {
                party.finish();
            }
            if (!from(party.side).target().open()) {
                party.resume();
            }
        }
        if (parties().stream().allMatch(Party::gone) && state instanceof SessionState.Closing(EndCause cause)) {
            ended(cause);
        }
    }

    private void ended(EndCause cause) {
        state = new SessionState.Ended(cause);
        observer.ended(cause);
    }

    private EndCause cause() {
        return switch (state) {
            case SessionState.Closing(EndCause cause) -> cause;
            case SessionState.Ended(EndCause cause) -> cause;
            case SessionState.Dialing(var _), SessionState.Open() -> EndCause.FAULT;
        };
    }

    private static EndCause causeOf(Side side, FrameViolation violation) {
        boolean tooBig = violation == FrameViolation.MESSAGE_TOO_BIG;
        return switch (side) {
            case BROWSER -> tooBig ? EndCause.CLIENT_MESSAGE_TOO_BIG : EndCause.CLIENT_PROTOCOL_ERROR;
            case NODE -> tooBig ? EndCause.NODE_MESSAGE_TOO_BIG : EndCause.NODE_PROTOCOL_ERROR;
        };
    }

    private Direction from(Side side) {
        return side == Side.BROWSER ? fromBrowser : fromNode;
    }

    private List<Party> parties() {
        return List.of(fromBrowser.source(), fromNode.source());
    }
}
