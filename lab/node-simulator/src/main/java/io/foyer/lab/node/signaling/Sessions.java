package io.foyer.lab.node.signaling;

import io.foyer.lab.node.faults.Fault;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The clients of this node. Refuses more than the stated number, and misbehaves at the handshake when told to. */
public final class Sessions {
    private final Services services;
    private final Map<String, Session> open = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong held = new AtomicLong();

    public Sessions(Services services) {
        this.services = services;
    }

    /** Answers a handshake; call on its event loop. */
    public void accept(ServerWebSocket socket) {
        if (services.faults().active(Fault.HANG)
                && held.incrementAndGet() <= services.settings().maxSessions()) {
            socket.setHandshake(Promise.<Integer>promise().future());
            return;
        }
        if (services.faults().active(Fault.REFUSE)
                || open.size() >= services.settings().maxSessions()) {
            socket.reject(503);
            return;
        }
        socket.accept();
        String id = Long.toString(count.incrementAndGet());
        Session session = new Session(id, services, socket, () -> open.remove(id));
        open.put(id, session);
        session.start();
    }

    public int size() {
        return open.size();
    }

    /** Clients since the start. */
    public long accepted() {
        return count.get();
    }

    /** Handshakes that were left without an answer. */
    public long held() {
        return held.get();
    }

    public List<Session> all() {
        return List.copyOf(open.values());
    }

    public void endAll() {
        open.values().forEach(session -> session.post(session::end));
    }
}
