package io.foyer.lab.node.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.foyer.lab.node.http.Calls;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Round-trip authentication as the vendor's plug-in does it (conference-api.md, 2.2): only status 200 and a JSON object
 * with {@code result} true allow; anything else, nine seconds of silence included, denies.
 */
public final class CredentialCheck {
    private static final long TIMEOUT_MILLIS = 9000;

    private final String baseUrl;
    private final Calls calls;
    private final ObjectMapper json;

    /** @param baseUrl empty for no authentication */
    public CredentialCheck(String baseUrl, Calls calls, ObjectMapper json) {
        this.baseUrl = baseUrl;
        this.calls = calls;
        this.json = json;
    }

    public boolean required() {
        return !baseUrl.isEmpty();
    }

    /**
     * @param type {@code publisher} or {@code subscriber}
     * @param streamName without its scope
     */
    public CompletableFuture<Boolean> allowed(String type, String streamName, Credentials credentials) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        if (!required()) {
            answer.complete(true);
            return answer;
        }
        ObjectNode body = body(streamName, credentials).put("type", type);
        calls.send(HttpMethod.POST, baseUrl + "/validateCredentials", Map.of(), body.toString(), TIMEOUT_MILLIS)
                .onSuccess(reply -> answer.complete(reply.status() == 200 && allows(reply.body())))
                .onFailure(unreachable -> answer.complete(false));
        return answer;
    }

    /** Says that a publisher has gone; the answer is of no interest. */
    public void invalidate(String streamName, Credentials credentials) {
        if (required()) {
            calls.send(
                    HttpMethod.POST,
                    baseUrl + "/invalidateCredentials",
                    Map.of(),
                    body(streamName, credentials).toString(),
                    TIMEOUT_MILLIS);
        }
    }

    private ObjectNode body(String streamName, Credentials credentials) {
        return json.createObjectNode()
                .put("username", credentials.username())
                .put("password", credentials.password())
                .put("streamID", streamName)
                .put("token", credentials.token());
    }

    private boolean allows(String body) {
        try {
            JsonNode reply = json.readTree(body);
            return reply != null
                    && reply.path("result").isBoolean()
                    && reply.path("result").asBoolean();
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }
}
