package io.foyer.proxy.sessions;

import io.foyer.edge.Reason;
import io.foyer.proxy.config.ProxyConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** All sessions that this proxy carries or dials, and the limits on them, which bound everything here. */
@ApplicationScoped
public class OpenSessions {
    private final Map<String, OpenSession> byId = new ConcurrentHashMap<>();
    private final Map<String, Integer> byClient = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    /** Asked for by {@link #empty}, which only the end of the process does. */
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

    private final ProxyConfig config;

    public OpenSessions(ProxyConfig config) {
        this.config = config;
    }

    /** Takes the session in, or says which limit is in the way. */
    public Optional<Reason> enter(OpenSession session) {
        if (count.incrementAndGet() > config.maxSessions()) {
            count.decrementAndGet();
            return Optional.of(Reason.FULL);
        }
        String client = session.client().address();
        if (byClient.merge(client, 1, Integer::sum) > config.maxSessionsPerClient()) {
            release(client);
            return Optional.of(Reason.CLIENT_LIMIT);
        }
        byId.put(session.id(), session);
        return Optional.empty();
    }

    /** The session is over. */
    public void leave(OpenSession session) {
        if (byId.remove(session.id()) != null) {
            release(session.client().address());
        }
    }

    private void release(String client) {
        byClient.computeIfPresent(client, (address, sessions) -> sessions == 1 ? null : sessions - 1);
        if (count.decrementAndGet() == 0) {
            tellThatEmpty();
        }
    }

    /** Completes as soon as no session is left. */
    public CompletableFuture<Void> empty() {
        CompletableFuture<Void> empty = new CompletableFuture<>();
        waiting.add(empty);
        if (count.get() == 0) {
            tellThatEmpty();
        }
        return empty;
    }

    private void tellThatEmpty() {
        for (CompletableFuture<Void> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.complete(null);
        }
    }

    /** Which limit a new session from this address would meet now. */
    public Optional<Reason> limitFor(String client) {
        if (count.get() >= config.maxSessions()) {
            return Optional.of(Reason.FULL);
        }
        return byClient.getOrDefault(client, 0) >= config.maxSessionsPerClient()
                ? Optional.of(Reason.CLIENT_LIMIT)
                : Optional.empty();
    }

    public int count() {
        return count.get();
    }

    public Optional<OpenSession> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Collection<OpenSession> all() {
        return Collections.unmodifiableCollection(byId.values());
    }
}
