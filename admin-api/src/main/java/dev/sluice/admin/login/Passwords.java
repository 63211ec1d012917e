package dev.sluice.admin.login;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.store.Database;
import io.vertx.sqlclient.Row;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passwords of local accounts. Hashing has threads of its own: it must not hold the carriers of virtual threads. */
@Singleton
public final class Passwords {
    private static final int SHORTEST = 10;
    private static final int LONGEST = 200;
    private static final String UPSERT = """
            INSERT INTO users_password (name, hash) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, changed_at = now()""";

    private final Database database;
    private final ExecutorService hashing = Executors.newFixedThreadPool(
            2, Thread.ofPlatform().name("password-", 0).daemon().factory());
    /** What an unknown name is compared with, so that it takes as long as a known one. */
    private final String nobody = PasswordHash.of("nobody");

    Passwords(Database database) {
        this.database = database;
    }

    public boolean matches(String user, String password) {
        String hash = nobody;
        boolean known = false;
        for (Row row : database.query("SELECT hash FROM users_password WHERE name = $1", user)) {
            hash = row.getString("hash");
            known = true;
        }
        String compared = hash;
        return password.length() <= LONGEST && onHashingThread(() -> PasswordHash.matches(password, compared)) && known;
    }

    /** Ends every session of the user as well. */
    public void set(String user, String password) {
        String hash = hash(password);
        database.transaction(statements -> {
            statements.run(UPSERT, user, hash);
            statements.run("DELETE FROM refresh_tokens WHERE user_name = $1", user);
            return user;
        });
    }

    /** @throws Refusal for one that is too short or too long */
    String hash(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw Refusal.field("password", "must have " + SHORTEST + " to " + LONGEST + " characters");
        }
        return onHashingThread(() -> PasswordHash.of(password));
    }

    static String upsert() {
        return UPSERT;
    }

    private <T> T onHashingThread(Callable<T> work) {
        try {
            return hashing.submit(work).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be hashed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the process is stopping");
        }
    }

    @PreDestroy
    void close() {
        hashing.shutdownNow();
    }
}
