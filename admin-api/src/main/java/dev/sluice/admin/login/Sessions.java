package dev.sluice.admin.login;

import dev.sluice.admin.access.Callers;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.store.Database;
import dev.sluice.admin.store.Statements;
import dev.sluice.admin.token.Tokens;
import dev.sluice.contract.key.KeyFormat;
import io.vertx.sqlclient.Row;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Signing in, staying signed in, signing out. Refresh tokens are random, kept as hashes, good for one use (and by another tab for a moment after it). */
@Singleton
public final class Sessions {
    static final Duration REFRESH_LIFETIME = Duration.ofHours(12);
    private static final String FIND = """
            SELECT user_name, family, expires > now() AS good,
                used_at IS NULL OR used_at > clock_timestamp() - interval '10 seconds' AS fresh
            FROM refresh_tokens WHERE hash = $1 FOR UPDATE""";
    private static final String END_FAMILY = "DELETE FROM refresh_tokens WHERE family = $1";

    private final Database database;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final Callers callers;
    private final Tokens tokens;
    private final SecureRandom random = new SecureRandom();

    Sessions(Database database, Passwords passwords, LoginThrottle throttle, Callers callers, Tokens tokens) {
        this.database = database;
        this.passwords = passwords;
        this.throttle = throttle;
        this.callers = callers;
        this.tokens = tokens;
    }

    /** What the client of a session holds. */
    public record Session(String accessToken, long expiresIn, String refreshToken) {
        @Override
        public String toString() {
            return "Session[***]";
        }
    }

    Session login(String email, String password) {
        throttle.check(email);
        boolean right = passwords.matches(email, password);
        if (!right || callers.of(email).isEmpty()) {
            throttle.failed(email);
            throw Refusal.of(Code.UNAUTHENTICATED, "the e-mail address or the password is wrong");
        }
        throttle.succeeded(email);
        return database.transaction(statements -> {
            statements.run("DELETE FROM refresh_tokens WHERE expires < now()");
            return open(statements, email, UUID.randomUUID().toString());
        });
    }

    /**
     * Two tabs may use the same token at nearly the same time: for some seconds it is good for both. Used again later, it is
     * in the hands of somebody else as well, and everything that came from that sign-in ends.
     */
    Session refresh(String refreshToken) {
        String hash = KeyFormat.sha256(refreshToken);
        Optional<Session> session = database.transaction(statements -> {
            for (Row row : statements.run(FIND, hash)) {
                String user = row.getString("user_name");
                String family = row.getString("family");
                boolean good = row.getBoolean("good") && callers.of(user).isPresent();
                if (!good || !row.getBoolean("fresh")) {
                    statements.run(END_FAMILY, family);
                    return Optional.empty();
                }
                statements.run("UPDATE refresh_tokens SET used_at = coalesce(used_at, now()) WHERE hash = $1", hash);
                return Optional.of(open(statements, user, family));
            }
            return Optional.empty();
        });
        return session.orElseThrow(() -> Refusal.of(Code.UNAUTHENTICATED, "the session has ended: sign in again"));
    }

    /** Of every tab that shares the sign-in. */
    void logout(String refreshToken) {
        database.query(
                "DELETE FROM refresh_tokens WHERE family = (SELECT family FROM refresh_tokens WHERE hash = $1)",
                KeyFormat.sha256(refreshToken));
    }

    private Session open(Statements statements, String user, String family) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String refreshToken = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        OffsetDateTime expires = OffsetDateTime.now(ZoneOffset.UTC).plus(REFRESH_LIFETIME);
        statements.run(
                "INSERT INTO refresh_tokens (hash, user_name, expires, family) VALUES ($1, $2, $3, $4)",
                KeyFormat.sha256(refreshToken),
                user,
                expires,
                family);
        return new Session(tokens.forAdmin(user), Tokens.LIFETIME.toSeconds(), refreshToken);
    }
}
