package io.foyer.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Streams that nodes report under names that no stream can have: left out, counted as {@code foyer_names_refused_total}, and
 * logged once per node and minute, because a node reports the same stream again every few seconds.
 */
@ApplicationScoped
public class RefusedNames {
    private static final Logger LOG = Logger.getLogger(RefusedNames.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    /** Nodes of which the last line is remembered; a forgotten one may log early. */
    private static final int MAX_NODES = 10_000;

    private final Counter counter;
    private final LongSupplier nanos;
    private final Map<String, Long> loggedAt = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_NODES;
        }
    };

    @Inject
    public RefusedNames(MeterRegistry meters) {
        this(meters, System::nanoTime);
    }

    RefusedNames(MeterRegistry meters, LongSupplier nanos) {
        this.counter = Counter.builder("foyer.names.refused")
                .description("names in reports of nodes that no room or stream can have")
                .register(meters);
        this.nanos = nanos;
    }

    /**
     * @param node its id, or the address a webhook came from
     * @param count how many names of one report were refused
     * @param why the first of them and its fault; quoted in the log
     * @return whether it was logged
     */
    public boolean refused(String node, int count, String why) {
        counter.increment(count);
        boolean logged = due(node);
        if (logged) {
            LOG.warnf("names refused node=\"%s\" count=%d first=\"%s\"", printable(node), count, printable(why));
        }
        return logged;
    }

    private synchronized boolean due(String node) {
        long now = nanos.getAsLong();
        Long last = loggedAt.get(node);
        if (last != null && now - last < PAUSE_NANOS) {
            return false;
        }
        loggedAt.remove(node); // so that it becomes the youngest
        loggedAt.put(node, now);
        return true;
    }

    /** One line, whatever was sent: no control and format characters, no quotes, not long. */
    public static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(300).forEach(c -> {
            boolean harmless =
                    c == ' ' || Character.isLetterOrDigit(c) || (c > ' ' && c < 127 && c != '"' && c != '\\');
            line.append(harmless ? Character.toString(c) : "\\u{%x}".formatted(c));
        });
        return line.toString();
    }
}
