package io.foyer.registry.domain.node;

import io.foyer.registry.domain.node.NodeLife.Draining;
import io.foyer.registry.domain.node.NodeLife.Gone;
import io.foyer.registry.domain.node.NodeLife.InService;
import io.foyer.registry.domain.node.NodeLife.Pending;
import io.foyer.registry.domain.node.NodeLife.Running;
import io.foyer.registry.domain.node.NodeLife.Suspect;
import io.foyer.registry.domain.node.NodeSign.Emptied;
import io.foyer.registry.domain.node.NodeSign.Reported;
import io.foyer.registry.domain.node.NodeSign.Silence;
import io.foyer.registry.domain.node.NodeSign.ToldToLeave;
import io.foyer.registry.domain.node.NodeSign.Withdrawn;
import java.time.Duration;

/** The transitions of nodes.md 2.1. An answer that equals the question means: nothing happens. */
public final class LifeCycle {
    private final LifeCycleTimes times;

    public LifeCycle(LifeCycleTimes times) {
        this.times = times;
    }

    public LifeCycleTimes times() {
        return times;
    }

    /**
     * @param listed somebody's configuration names the node, so it is waited for instead of being forgotten
     * @param asked an operator asked it to leave, so its own reports do not bring it back into service
     */
    public record Circumstances(boolean listed, boolean asked) {
        public static final Circumstances ORDINARY = new Circumstances(false, false);
    }

    public NodeLife next(NodeLife life, NodeSign sign, Circumstances how, long now) {
        return switch (life) {
            case Pending pending -> beforeFirstReport(pending, sign, how, now);
            case Running running -> beforeFirstReport(running, sign, how, now);
            case InService inService -> inService(inService, sign, how, now);
            case Suspect suspect -> suspect(suspect, sign, how, now);
            case Draining draining -> draining(draining, sign, how, now);
            case Gone gone -> gone;
        };
    }

    private NodeLife beforeFirstReport(NodeLife life, NodeSign sign, Circumstances how, long now) {
        return switch (sign) {
            case Reported reported -> heard(reported, now);
            case Silence silence ->
                !how.listed() && reached(now - life.since(), times.firstReport())
                        ? new Gone(now, Departure.NEVER_REPORTED)
                        : life;
            case ToldToLeave told -> new Draining(now);
            case Emptied emptied -> life;
            case Withdrawn withdrawn -> signedOff(how, now);
        };
    }

    private NodeLife inService(InService life, NodeSign sign, Circumstances how, long now) {
        return switch (sign) {
            case Reported reported -> reported.draining() ? new Draining(now) : life;
            case Silence silence ->
                reached(silence.length().toMillis(), times.suspectAfter()) ? new Suspect(now) : life;
            case ToldToLeave told -> new Draining(now);
            case Emptied emptied -> life;
            case Withdrawn withdrawn -> signedOff(how, now);
        };
    }

    private NodeLife suspect(Suspect life, NodeSign sign, Circumstances how, long now) {
        return switch (sign) {
            case Reported reported -> heard(reported, now);
            case Silence silence -> {
                boolean over = reached(silence.length().toMillis(), times.suspectAfter())
                        && reached(now - life.since(), times.goneAfter());
                if (!over) {
                    yield life;
                }
                yield how.listed() ? new Running(now) : new Gone(now, Departure.SILENT);
            }
            case ToldToLeave told -> new Draining(now);
            case Emptied emptied -> life;
            case Withdrawn withdrawn -> signedOff(how, now);
        };
    }

    private NodeLife draining(Draining life, NodeSign sign, Circumstances how, long now) {
        return switch (sign) {
            case Reported reported -> reported.draining() || how.asked() ? life : new InService(now);
            case Silence silence -> {
                if (reached(silence.length().toMillis(), times.suspectAfter())) {
                    yield new Gone(now, Departure.SILENT);
                }
                // One that was asked to leave and still reports would be back with its next report: keep it listed.
                yield !how.asked() && reached(now - life.since(), times.drain())
                        ? new Gone(now, Departure.DRAIN_TIMEOUT)
                        : life;
            }
            case ToldToLeave told -> life;
            case Emptied emptied ->
                // Whoever was sent here just before it began to leave gets a moment to arrive.
                !how.asked() && reached(now - life.since(), times.suspectAfter())
                        ? new Gone(now, Departure.DRAINED)
                        : life;
            case Withdrawn withdrawn -> signedOff(how, now);
        };
    }

    private static NodeLife signedOff(Circumstances how, long now) {
        return how.listed() ? new Running(now) : new Gone(now, Departure.WITHDRAWN);
    }

    private static NodeLife heard(Reported reported, long now) {
        return reported.draining() ? new Draining(now) : new InService(now);
    }

    private static boolean reached(long millis, Duration limit) {
        return millis >= limit.toMillis();
    }
}
