package io.foyer.proxy.sessions;

import io.foyer.contract.NodeRecord;
import io.foyer.proxy.domain.client.Client;
import io.foyer.proxy.domain.message.MessageKind;
import io.foyer.proxy.domain.session.EndCause;
import io.foyer.proxy.domain.session.Side;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A session that this proxy carries, as others may know it: who, where to, since when, and how much went through. */
public final class OpenSession {
    private final String id;
    private final NodeRecord node;
    private final String app;
    private final Client client;
    private final String userAgent;
    private final long createdAt;
    private final LongAdder fromBrowser = new LongAdder();
    private final LongAdder fromNode = new LongAdder();
    private volatile boolean connected;
    private volatile MessageKind lastMessage = MessageKind.OTHER;
    private volatile Consumer<EndCause> ender = cause -> {};

    public OpenSession(String id, NodeRecord node, String app, Client client, String userAgent, long createdAt) {
        this.id = id;
        this.node = node;
        this.app = app;
        this.client = client;
        this.userAgent = userAgent;
        this.createdAt = createdAt;
    }

    public String id() {
        return id;
    }

    public NodeRecord node() {
        return node;
    }

    public String app() {
        return app;
    }

    public Client client() {
        return client;
    }

    /** What the browser calls itself; empty when it does not say. */
    public String userAgent() {
        return userAgent;
    }

    /** Epoch milliseconds. */
    public long createdAt() {
        return createdAt;
    }

    /** True once both handshakes are done. */
    public boolean connected() {
        return connected;
    }

    public void nowConnected() {
        connected = true;
    }

    /** What the browser said last. */
    public MessageKind lastMessage() {
        return lastMessage;
    }

    public void said(MessageKind kind) {
        lastMessage = kind;
    }

    public void counted(Side from, int bytes) {
        (from == Side.BROWSER ? fromBrowser : fromNode).add(bytes);
    }

    public long bytes(Side from) {
        return (from == Side.BROWSER ? fromBrowser : fromNode).sum();
    }

    /** How to end it; works from any thread. */
    public void endsBy(Consumer<EndCause> how) {
        ender = how;
    }

    public void end(EndCause cause) {
        ender.accept(cause);
    }
}
