package dev.sluice.admin.login;

import dev.sluice.admin.access.AccessFilter;
import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.JsonBody;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.token.Tokens;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Sign-in with local accounts. */
@Path("/auth")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AuthResource {
    private static final String REFRESH_COOKIE = "__Host-sluice-refresh";

    private final Sessions sessions;
    private final Tokens tokens;
    private final CurrentCaller caller;

    AuthResource(Sessions sessions, Tokens tokens, CurrentCaller caller) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.caller = caller;
    }

    public record Login(String email, String password) {}

    /** @param refreshToken absent: the cookie's */
    public record Refresh(@Nullable String refreshToken) {}

    public record GatewayToken(String token, long expiresIn) {}

    public record AuthConfig(boolean local, List<String> issuers, String mode) {}

    @GET
    @Path("/config")
    @Requires(Requires.NOTHING)
    public AuthConfig config() {
        return new AuthConfig(true, List.of(), "local");
    }

    @POST
    @Path("/login")
    @Requires(Requires.NOTHING)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Sessions.Session.class)))
    public Response login(
            @RequestBody(content = @Content(schema = @Schema(implementation = Login.class))) @Nullable String body) {
        Login login = JsonBody.read(body, Login.class);
        String email = JsonBody.required(login.email(), "email");
        return signedIn(sessions.login(email, JsonBody.required(login.password(), "password")));
    }

    @POST
    @Path("/refresh")
    @Requires(Requires.NOTHING)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Sessions.Session.class)))
    public Response refresh(
            @RequestBody(content = @Content(schema = @Schema(implementation = Refresh.class))) @Nullable String body,
            @CookieParam(REFRESH_COOKIE) @Nullable String cookie,
            @HeaderParam(AccessFilter.CONSOLE_HEADER) @Nullable String console) {
        String token = token(body, cookie, console);
        if (token == null) {
            throw Refusal.of(Code.UNAUTHENTICATED, "there is no session to refresh: sign in");
        }
        return signedIn(sessions.refresh(token));
    }

    @POST
    @Path("/logout")
    @Requires(Requires.NOTHING)
    @APIResponse(responseCode = "204")
    public Response logout(
            @RequestBody(content = @Content(schema = @Schema(implementation = Refresh.class))) @Nullable String body,
            @CookieParam(REFRESH_COOKIE) @Nullable String cookie,
            @HeaderParam(AccessFilter.CONSOLE_HEADER) @Nullable String console) {
        String token = token(body, cookie, console);
        if (token != null) {
            sessions.logout(token);
        }
        return Response.noContent()
                .cookie(cookie(Tokens.COOKIE, "", Duration.ZERO), cookie(REFRESH_COOKIE, "", Duration.ZERO))
                .build();
    }

    @POST
    @Path("/gateway-token")
    @Requires(Requires.SIGN_IN)
    public GatewayToken gatewayToken() {
        return new GatewayToken(tokens.forGateway(caller.get().name()), Tokens.GATEWAY_LIFETIME.toSeconds());
    }

    private static @Nullable String token(@Nullable String body, @Nullable String cookie, @Nullable String console) {
        String given = JsonBody.read(body, Refresh.class).refreshToken();
        if (given != null || cookie == null || cookie.isEmpty()) {
            return given;
        }
        if (!"1".equals(console)) {
            throw Refusal.of(Code.FORBIDDEN, "a write with the console's cookie needs the header x-sluice-console: 1");
        }
        return cookie;
    }

    private static Response signedIn(Sessions.Session session) {
        return Response.ok(session)
                .header("cache-control", "no-store")
                .cookie(
                        cookie(Tokens.COOKIE, session.accessToken(), Tokens.LIFETIME),
                        cookie(REFRESH_COOKIE, session.refreshToken(), Sessions.REFRESH_LIFETIME))
                .build();
    }

    private static NewCookie cookie(String name, String value, Duration lifetime) {
        return new NewCookie.Builder(name)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure(true)
                .sameSite(NewCookie.SameSite.STRICT)
                .maxAge((int) lifetime.toSeconds())
                .build();
    }
}
