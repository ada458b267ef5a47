package io.foyer.proxy.sessions;

import io.foyer.edge.Reason;
import io.foyer.proxy.domain.message.MessageKind;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.proxy.domain.session.Side;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The figures of the signaling proxy: {@code foyer.proxy.sessions} (open now), {@code .refusals} by id, {@code .ends} by
 * cause, {@code .bytes} by sender, {@code .messages} of browsers by kind, and {@code .dial} (time until a node's answer).
 */
@ApplicationScoped
public class SessionMeters {
    private final Map<Reason, Counter> refusals;
    private final Map<EndCause, Counter> ends;
    private final Map<MessageKind, Counter> messages;
    private final Map<Side, Counter> bytes;
    private final Timer dial;

    public SessionMeters(MeterRegistry registry, OpenSessions sessions) {
        registry.gauge("foyer.proxy.sessions", sessions, OpenSessions::count);
        refusals = counters(registry, Reason.class, "foyer.proxy.refusals", "id", Reason::id);
        ends = counters(registry, EndCause.class, "foyer.proxy.ends", "cause", EndCause::label);
        messages = counters(registry, MessageKind.class, "foyer.proxy.messages", "kind", MessageKind::label);
        bytes = counters(registry, Side.class, "foyer.proxy.bytes", "sender", side -> side.name()
                .toLowerCase(Locale.ROOT));
        dial = Timer.builder("foyer.proxy.dial").publishPercentileHistogram().register(registry);
    }

    private static <K extends Enum<K>> Map<K, Counter> counters(
            MeterRegistry registry, Class<K> type, String name, String tag, Function<K, String> label) {
        Map<K, Counter> counters = new EnumMap<>(type);
        for (K key : type.getEnumConstants()) {
            counters.put(key, registry.counter(name, tag, label.apply(key)));
        }
        return counters;
    }

    public void refused(Reason reason) {
        refusals.get(reason).increment();
    }

    public void ended(EndCause cause) {
        ends.get(cause).increment();
    }

    public void message(MessageKind kind) {
        messages.get(kind).increment();
    }

    public void bytes(Side from, int count) {
        bytes.get(from).increment(count);
    }

    public void dialed(Duration time) {
        dial.record(time);
    }
}
