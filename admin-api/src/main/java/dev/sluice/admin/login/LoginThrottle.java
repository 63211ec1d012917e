package dev.sluice.admin.login;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Ten wrong passwords for a name within a minute, and further attempts wait. Per replica. Thread-safe. */
@Singleton
public final class LoginThrottle {
    private static final int ALLOWED = 10;
    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final int REMEMBERED = 10_000;

    private final Map<String, Failures> failures = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Failures(int count, long sinceNanos) {}

    synchronized void check(String name) {
        Failures known = failures.get(name.toLowerCase(Locale.ROOT));
        if (known != null && known.count >= ALLOWED && System.nanoTime() - known.sinceNanos < WINDOW_NANOS) {
            throw Refusal.of(Code.TOO_MANY_ATTEMPTS, "too many wrong passwords: wait a minute");
        }
    }

    synchronized void failed(String name) {
        long now = System.nanoTime();
        failures.merge(
                name.toLowerCase(Locale.ROOT),
                new Failures(1, now),
                (old, first) -> now - old.sinceNanos >= WINDOW_NANOS ? first : new Failures(old.count + 1, now));
    }

    synchronized void succeeded(String name) {
        failures.remove(name.toLowerCase(Locale.ROOT));
    }
}
