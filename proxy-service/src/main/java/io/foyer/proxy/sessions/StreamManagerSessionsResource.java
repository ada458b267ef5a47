package io.foyer.proxy.sessions;

import io.foyer.proxy.config.AdministratorToken;
import jakarta.ws.rs.Path;
import java.time.Clock;

/** The address that the vendor's Stream Manager has for it. */
@Path("/streammanager/api/4.0/admin/proxy/clients")
public class StreamManagerSessionsResource extends SessionEndpoints {
    public StreamManagerSessionsResource(SessionCatalog catalog, AdministratorToken administrator, Clock clock) {
        super(catalog, administrator, clock);
    }
}
