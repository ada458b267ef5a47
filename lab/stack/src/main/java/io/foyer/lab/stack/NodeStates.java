package io.foyer.lab.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the registry says of the nodes, asked at {@code /registry/v1/nodes/{id}}.
 *
 * @param registries one is enough; the next is asked when one is away
 * @param nodeKey as bearer, empty for none
 */
record NodeStates(List<URI> registries, Optional<String> nodeKey) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_MILLIS = 2_000;

    /**
     * The state of a node as text, such as {@code inservice}; empty when the registry does not know it.
     *
     * @throws IOException when no registry answers
     */
    Optional<String> of(String node) throws IOException {
        IOException away = new IOException("no registry");
        for (URI registry : registries) {
            try {
                return ask(registry.resolve("/registry/v1/nodes/" + node));
            } catch (IOException e) {
                away = e;
            }
        }
        throw away;
    }

    private Optional<String> ask(URI address) throws IOException {
        HttpURLConnection question = (HttpURLConnection) address.toURL().openConnection();
        question.setConnectTimeout(TIMEOUT_MILLIS);
        question.setReadTimeout(TIMEOUT_MILLIS);
        nodeKey.ifPresent(key -> question.setRequestProperty("Authorization", "Bearer " + key));
        try {
            return switch (question.getResponseCode()) {
                case 200 -> Optional.of(state(question));
                case 404 -> Optional.empty();
                default -> throw new IOException(address + " answers " + question.getResponseCode());
            };
        } finally {
            question.disconnect();
        }
    }

    private static String state(HttpURLConnection question) throws IOException {
        try (InputStream answer = question.getInputStream()) {
            JsonNode state = JSON.readTree(answer).path("node").path("state");
            if (!state.isTextual()) {
                throw new IOException("the registry's answer has no node.state");
            }
            return state.textValue();
        }
    }
}
