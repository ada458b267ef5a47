package io.foyer.registry.http;

import io.foyer.edge.Reason;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Checks {@link Administrator}. */
@Provider
@Administrator
public class AdministratorFilter implements ContainerRequestFilter {
    private final AccessControl access;

    public AdministratorFilter(AccessControl access) {
        this.access = access;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!access.isAdministrator(AccessControl.token(request))) {
            throw ApiException.because(Reason.UNAUTHORIZED, "accessToken is missing or wrong");
        }
    }
}
