package io.foyer.room.socket;

import io.foyer.edge.Reason;
import io.foyer.room.conference.ConferenceProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The endpoint of all sockets (conference-api.md 3). Upgrades reach it by {@link AnyPath} and {@link Admission}. Everything
 * happens on the event loop of the connection, one thing after the other.
 */
@WebSocket(path = AnyPath.ENDPOINT)
public class ConferenceSocket {
    private static final Logger LOG = Logger.getLogger(ConferenceSocket.class);
    private static final TypedKey<Inbound> CLIENT = new TypedKey<>("foyer.client");

    private final OpenSockets open;
    private final ConferenceProtocol protocol;
    private final SocketConfig config;
    private final MeterRegistry metrics;

    public ConferenceSocket(OpenSockets open, ConferenceProtocol protocol, SocketConfig config, MeterRegistry metrics) {
        this.open = open;
        this.protocol = protocol;
        this.config = config;
        this.metrics = metrics;
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection) {
        switch (Handshake.of(connection.handshakeRequest().query())) {
            case Handshake.Unusable unusable -> refuse(connection, Reason.UNKNOWN_PROTOCOL, unusable.text());
            case Handshake.BadRoom bad -> refuse(connection, Reason.BAD_NAME, bad.text());
            case Handshake.Conference conference -> {
                metrics.counter("foyer.room.upgrades", "result", "conference").increment();
                begin(connection, conference);
            }
        }
    }

    private void refuse(WebSocketConnection connection, Reason reason, String text) {
        metrics.counter("foyer.room.upgrades", "result", reason.id()).increment();
        connection
                .sendText(protocol.error(reason, text).text())
                .chain(() -> connection.close(new CloseReason(reason.closeCode())))
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private void begin(WebSocketConnection connection, Handshake.Conference handshake) {
        Channel channel = connection.userData().get(Admission.CHANNEL);
        ClientSocket socket = new ClientSocket(connection, channel, handshake, protocol, config, metrics);
        Inbound inbound = new Inbound(socket, protocol, config, metrics);
        inbound.join(channel.pipeline());
        connection.userData().put(CLIENT, inbound);
        open.add(socket);
        if (open.draining()) {
            // It was let in before the drain began, and came after all others were cut.
            socket.cut();
        } else if (protocol.opened(socket)) {
            inbound.entered();
        } else {
            socket.refuse(Reason.ROOM_FULL, "the room has as many connections as it may have");
        }
    }

    @OnTextMessage
    @NonBlocking
    void text(String text, WebSocketConnection connection) {
        with(connection, client -> client.message(text));
    }

    /** The same as text: some clients send their JSON as one, some as the other. */
    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer bytes, WebSocketConnection connection) {
        with(connection, client -> client.message(bytes.toString()));
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection connection) {
        with(connection, client -> {
            client.socket().ended();
            open.remove(client.socket());
            if (client.hasEntered()) {
                protocol.closed(client.socket());
            }
        });
    }

    /** How the layer below reports a message above {@link WebSocketLimits}, which it drops. */
    @OnError
    @NonBlocking
    void tooBig(IllegalStateException failure, WebSocketConnection connection) {
        with(connection, Inbound::tooBig);
    }

    /** A connection that broke says so here; it ends all the same. */
    @OnError
    @NonBlocking
    void broken(Throwable failure) {
        LOG.debugf("socket broken: %s", failure);
    }

    private static void with(WebSocketConnection connection, Consumer<Inbound> action) {
        Optional.ofNullable(connection.userData().get(CLIENT)).ifPresent(action);
    }
}
