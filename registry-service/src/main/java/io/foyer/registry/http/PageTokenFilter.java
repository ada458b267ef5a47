package io.foyer.registry.http;

import io.foyer.edge.Reason;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Checks {@link PageTokenSuffices}. */
@Provider
@PageTokenSuffices
public class PageTokenFilter implements ContainerRequestFilter {
    private final AccessControl access;

    public PageTokenFilter(AccessControl access) {
        this.access = access;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String token = AccessControl.token(request);
        if (!access.isAdministrator(token) && !access.isPage(token)) {
            throw ApiException.because(Reason.UNAUTHORIZED, "accessToken is missing or wrong");
        }
    }
}
