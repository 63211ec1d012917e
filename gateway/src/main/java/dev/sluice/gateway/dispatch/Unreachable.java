package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the operator why there is no connection to a provider: its name is not known, nobody listens, its certificate is not
 * trusted. Clients are told only that there is none. Of one event loop.
 */
final class Unreachable {
    private static final Logger LOG = Logger.getLogger(Unreachable.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    private static final int MOST_ACCOUNTS = 1_000;

    private final Map<String, Long> toldNanos = new HashMap<>();

    /** Once a minute for each account. */
    void tell(CompiledAccount account, Throwable cause) {
        if (isDue(account.name(), System.nanoTime())) {
            BaseUrl url = account.baseUrl();
            LOG.warnf(
                    "provider account %s cannot be reached at %s://%s:%d: %s",
                    account.name(), url.tls() ? "https" : "http", url.host(), url.port(), reason(cause));
        }
    }

    boolean isDue(String account, long nowNanos) {
        Long last = toldNanos.get(account);
        if (last != null && nowNanos - last < QUIET_NANOS) {
            return false;
        }
        if (toldNanos.size() >= MOST_ACCOUNTS) {
            toldNanos.clear();
        }
        toldNanos.put(account, nowNanos);
        return true;
    }

    /** What began it, in one line: what is wrapped around it says less. */
    private static String reason(Throwable cause) {
        Throwable first = cause;
        @Nullable Throwable next = cause.getCause();
        while (next != null) {
            first = next;
            next = next.getCause();
        }
        String message = first.getMessage();
        return message == null
                ? first.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }
}
