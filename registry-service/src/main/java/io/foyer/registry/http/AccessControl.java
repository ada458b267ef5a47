package io.foyer.registry.http;

import io.foyer.contract.InstallationConfig;
import io.foyer.edge.Reason;
import io.foyer.registry.config.RegistryConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Who may do what. Every check takes as long for a wrong token as for a right one. */
@ApplicationScoped
public class AccessControl {
    private final InstallationConfig installation;
    private final RegistryConfig registry;

    public AccessControl(InstallationConfig installation, RegistryConfig registry) {
        this.installation = installation;
        this.registry = registry;
    }

    public boolean isAdministrator(String token) {
        return Tokens.same(installation.accessToken(), token);
    }

    public boolean isPage(String token) {
        return registry.pageToken()
                .filter(expected -> Tokens.same(expected, token))
                .isPresent();
    }

    /** A node, or whoever looks after them. Everybody, when no key is configured. */
    public void requireNode(String authorization) {
        Optional<String> expected = registry.nodeKey();
        if (expected.isEmpty()) {
            return;
        }
        String given = Tokens.bearer(authorization).orElse(null);
        if (!Tokens.same(expected.get(), given) && !isAdministrator(given)) {
            throw ApiException.because(Reason.UNAUTHORIZED, "the node key is missing or wrong");
        }
    }

    /** @param secret the one in the path, or null */
    public void requireWebhookSender(String secret) {
        boolean welcome = registry.webhookSecret()
                .map(expected -> Tokens.same(expected, secret))
                .orElse(installation.mode() == InstallationConfig.Mode.OPEN && secret == null);
        if (!welcome) {
            throw ApiException.because(Reason.UNAUTHORIZED, "the webhook secret is missing or wrong");
        }
    }

    static String token(ContainerRequestContext request) {
        String inQuery = request.getUriInfo().getQueryParameters().getFirst("accessToken");
        return inQuery != null
                ? inQuery
                : Tokens.bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                        .orElse(null);
    }
}
