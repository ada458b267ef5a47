package io.foyer.lab.node.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.lab.node.http.Calls;
import io.foyer.lab.node.settings.NodeSettings;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.logging.Logger;

/**
 * Tells the webhook's receiver of events (nodes.md, section 7), one at a time and in order. As with the vendor's nodes
 * there is no second attempt. At most {@value #LIMIT} events wait; then the oldest is dropped.
 */
public final class Webhooks {
    public static final int LIMIT = 1000;
    private static final long TIMEOUT_MILLIS = 5000;
    private static final Logger LOG = Logger.getLogger(Webhooks.class.getName());

    private final NodeSettings settings;
    private final Calls calls;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final Deque<String> waiting = new ArrayDeque<>();
    private boolean sending;
    private long delivered;
    private long failed;

    public Webhooks(NodeSettings settings, Calls calls, ObjectMapper json, InstantSource clock) {
        this.settings = settings;
        this.calls = calls;
        this.json = json;
        this.clock = clock;
    }

    /** @param guid the stream's guid, or for signaling events the session id */
    public void post(String event, String guid, Client client) {
        if (settings.webhookUrl().isEmpty()) {
            return;
        }
        ObjectNode body = json.createObjectNode()
                .put("event", event)
                .put("guid", guid)
                .put("clusterNodeType", settings.role().webhookName());
        if (!client.username().isEmpty()) {
            body.put("username", client.username());
        }
        if (client.userAgent() != null) {
            body.put("userAgent", client.userAgent());
        }
        body.put("timestamp", clock.millis()).put("nodePublicIp", settings.address());
        synchronized (this) {
            waiting.addLast(body.toString());
            if (waiting.size() > LIMIT) {
                waiting.removeFirst();
                failed++;
            }
        }
        sendNext();
    }

    public synchronized long delivered() {
        return delivered;
    }

    public synchronized long failed() {
        return failed;
    }

    private void sendNext() {
        String body;
        synchronized (this) {
            if (sending || waiting.isEmpty()) {
                return;
            }
            sending = true;
            body = waiting.removeFirst();
        }
        calls.send(HttpMethod.POST, settings.webhookUrl(), Map.of(), body, TIMEOUT_MILLIS)
                .onComplete(done -> {
                    boolean taken = done.succeeded() && done.result().status() == 200;
                    synchronized (this) {
                        sending = false;
                        if (taken) {
                            delivered++;
                        } else {
                            failed++;
                        }
                    }
                    if (!taken) {
                        LOG.warning("webhook=failed reason=\""
                                + (done.succeeded()
                                        ? "status " + done.result().status()
                                        : done.cause().getMessage()) + "\"");
                    }
                    sendNext();
                });
    }
}
