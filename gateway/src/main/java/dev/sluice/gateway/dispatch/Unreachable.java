package dev.sluice.gateway.dispatch;

import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Tells the operator why there is no connection to a provider: its name is not known, nobody listens, its certificate is not
 * trusted. Clients are told only that there is none. Of one event loop.
 */
final class Unreachable {
    private static final Logger LOG = Logger.getLogger(Unreachable.class);
    private static final long QUIET_NANOS = 60_000_000_000L;
    /** Accounts and addresses of a minute. What is beyond them is not told. */
    private static final int MOST = 1_000;

    private static final int MOST_CHARACTERS = 200;

    private final Map<String, Long> toldNanos = new HashMap<>();

    /** Once a minute for each account. */
    void tell(CompiledAccount account, Throwable cause) {
        if (isDue(account.name(), System.nanoTime())) {
            BaseUrl url = account.baseUrl();
            LOG.warnf(
                    "no connection to provider account %s at %s://%s:%d: %s",
                    account.name(), url.tls() ? "https" : "http", url.host(), url.port(), reason(cause));
        }
    }

    /** A name has led to an address that its account may not reach. Once a minute for each address. */
    void tellPrivate(InetAddress address) {
        if (isDue(address.getHostAddress(), System.nanoTime())) {
            LOG.warnf(
                    "a provider's name leads to the private address %s: set allowPrivateNetwork if that is meant",
                    address.getHostAddress());
        }
    }

    boolean isDue(String about, long nowNanos) {
        Long last = toldNanos.get(about);
        if (last != null && nowNanos - last < QUIET_NANOS) {
            return false;
        }
        if (last == null && toldNanos.size() >= MOST) {
            toldNanos.values().removeIf(told -> nowNanos - told >= QUIET_NANOS);
            if (toldNanos.size() >= MOST) {
                return false;
            }
        }
        toldNanos.put(about, nowNanos);
        return true;
    }

    /**
     * What began it, in one line: what is wrapped around it says less, but for the address that was tried. Cut, since it may
     * quote what somebody else has sent.
     */
    static String reason(Throwable cause) {
        Throwable first = cause;
        while (first.getCause() != null && !(first instanceof ConnectException)) {
            first = first.getCause();
        }
        String text = first.getClass().getSimpleName() + ": " + first.getMessage();
        String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "...";
    }
}
