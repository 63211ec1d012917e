package dev.sluice.admin.login;

import dev.sluice.admin.access.Callers;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.store.Database;
import dev.sluice.admin.token.Tokens;
import dev.sluice.contract.key.KeyFormat;
import io.vertx.sqlclient.Row;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;

/** Signing in, staying signed in, signing out. Refresh tokens are random, kept as hashes, and good for one use. */
@Singleton
public final class Sessions {
    static final Duration REFRESH_LIFETIME = Duration.ofHours(12);

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
        return open(email);
    }

    Session refresh(String refreshToken) {
        for (Row row : database.query(
                "DELETE FROM refresh_tokens WHERE hash = $1 RETURNING user_name, expires > now() AS good",
                KeyFormat.sha256(refreshToken))) {
            String user = row.getString("user_name");
            if (row.getBoolean("good") && callers.of(user).isPresent()) {
                return open(user);
            }
        }
        throw Refusal.of(Code.UNAUTHENTICATED, "the session has ended: sign in again");
    }

    void logout(String refreshToken) {
        database.query("DELETE FROM refresh_tokens WHERE hash = $1", KeyFormat.sha256(refreshToken));
    }

    private Session open(String user) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String refreshToken = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        OffsetDateTime expires = OffsetDateTime.now(ZoneOffset.UTC).plus(REFRESH_LIFETIME);
        database.transaction(statements -> {
            statements.run("DELETE FROM refresh_tokens WHERE expires < now()");
            return statements.run(
                    "INSERT INTO refresh_tokens (hash, user_name, expires) VALUES ($1, $2, $3)",
                    KeyFormat.sha256(refreshToken),
                    user,
                    expires);
        });
        return new Session(tokens.forAdmin(user), Tokens.LIFETIME.toSeconds(), refreshToken);
    }
}
