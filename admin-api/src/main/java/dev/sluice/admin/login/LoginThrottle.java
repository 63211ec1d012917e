package dev.sluice.admin.login;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Ten wrong passwords for a name, none of them a minute after the one before, and further attempts wait for a minute. Per
 * replica. How long and for how many names failures are remembered is in the application's properties. Thread-safe.
 */
@Singleton
public final class LoginThrottle {
    private static final int ALLOWED = 10;

    private final CaffeineCache failures;

    LoginThrottle(@CacheName("login-failures") Cache failures) {
        this.failures = failures.as(CaffeineCache.class);
    }

    void check(String name) {
        if (failures(key(name)) >= ALLOWED) {
            throw Refusal.of(Code.TOO_MANY_ATTEMPTS, "too many wrong passwords: wait a minute");
        }
    }

    synchronized void failed(String name) {
        failures.put(key(name), CompletableFuture.completedFuture(failures(key(name)) + 1));
    }

    synchronized void succeeded(String name) {
        failures.invalidate(key(name)).await().indefinitely();
    }

    private int failures(String key) {
        CompletableFuture<Integer> known = failures.getIfPresent(key);
        return known == null ? 0 : known.join();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
