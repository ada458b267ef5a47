package io.foyer.proxy.sessions;

import io.foyer.proxy.config.AdministratorToken;
import jakarta.ws.rs.Path;
import java.time.Clock;

/** Foyer's own address for it, which no ingress sends elsewhere. */
@Path("/proxy/v1/sessions")
public class SessionsResource extends SessionEndpoints {
    public SessionsResource(SessionCatalog catalog, AdministratorToken administrator, Clock clock) {
        super(catalog, administrator, clock);
    }
}
