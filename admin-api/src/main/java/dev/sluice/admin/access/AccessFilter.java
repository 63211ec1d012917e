package dev.sluice.admin.access;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.token.Tokens;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Cookie;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Finds out who calls and whether the endpoint is open to them. It goes by the method that will run, never by the path, and
 * lets nobody in where a method does not say what it requires.
 */
@Singleton
public final class AccessFilter {
    /** What the console sends with every write; other sites cannot make a browser send it. */
    public static final String CONSOLE_HEADER = "x-sluice-console";

    private static final Logger LOG = Logger.getLogger(AccessFilter.class);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Tokens tokens;
    private final Callers callers;
    private final CurrentCaller current;

    AccessFilter(Tokens tokens, Callers callers, CurrentCaller current) {
        this.tokens = tokens;
        this.callers = callers;
        this.current = current;
    }

    @ServerRequestFilter
    public void check(ContainerRequestContext call, ResourceInfo endpoint) {
        String required = required(endpoint);
        if (required.equals(Requires.NOTHING)) {
            return;
        }
        Caller caller = user(call)
                .flatMap(tokens::verify)
                .flatMap(callers::of)
                .orElseThrow(() -> Refusal.of(
                        Code.UNAUTHENTICATED, "the token is missing, wrong or expired: sign in at /api/v1/auth/login"));
        if (!required.equals(Requires.SIGN_IN) && !caller.holds(required)) {
            throw Refusal.of(Code.FORBIDDEN, "this takes the permission " + required);
        }
        current.set(caller);
    }

    private static String required(ResourceInfo endpoint) {
        Requires requires = endpoint.getResourceMethod().getAnnotation(Requires.class);
        if (requires == null) {
            // EndpointCheck would have stopped the start.
            LOG.errorf("%s declares no permission: nobody may call it", endpoint.getResourceMethod());
            throw Refusal.of(Code.FORBIDDEN, "this endpoint is open to nobody");
        }
        return EndpointCheck.permission(requires, endpoint.getResourceClass());
    }

    private static Optional<String> user(ContainerRequestContext call) {
        String header = call.getHeaderString("Authorization");
        if (header != null) {
            return header.toLowerCase(Locale.ROOT).startsWith("bearer ")
                    ? Optional.of(header.substring(7).strip())
                    : Optional.empty();
        }
        Cookie cookie = call.getCookies().get(Tokens.COOKIE);
        if (cookie == null) {
            return Optional.empty();
        }
        if (!SAFE.contains(call.getMethod()) && !"1".equals(call.getHeaderString(CONSOLE_HEADER))) {
            throw Refusal.of(Code.FORBIDDEN, "a write with the console's cookie needs the header x-sluice-console: 1");
        }
        return Optional.of(cookie.getValue());
    }
}
