package dev.sluice.contract.policy;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What comes after an attempt that failed before the client had anything. Immutable.
 *
 * @param tries at one target at most, the first included
 * @param backoffMillis before the second try at a target at most; doubled for each further one
 * @param maxRetryAfterMillis the longest wait that a provider may ask for: beyond it, the next target comes at once
 * @param fallsBack the classes after which the next target is asked
 */
public record Failover(int tries, long backoffMillis, long maxRetryAfterMillis, Set<String> fallsBack) {
    /** Upstream calls of one request, whatever they are for. */
    public static final int MAX_ATTEMPTS = 6;

    /** One try at each target, and the next one after whatever is not the client's fault. */
    public static final Failover DEFAULT = of(null, null);

    private static final Set<String> RETRIED = names(FailureClass.RETRIED);

    static Failover of(VirtualModelSpec.@Nullable Retry retry, VirtualModelSpec.@Nullable Fallback fallback) {
        Set<FailureClass> on = fallback == null || fallback.on().isEmpty()
                ? FailureClass.FALLBACK_BY_DEFAULT
                : Set.copyOf(fallback.on());
        return new Failover(
                retry == null || retry.attempts() == null ? 1 : retry.attempts(),
                millis(retry == null ? null : retry.backoff(), 100),
                millis(retry == null ? null : retry.maxRetryAfter(), 10_000),
                names(on));
    }

    private static long millis(@Nullable Duration given, long otherwise) {
        return given == null ? otherwise : given.toMillis();
    }

    public boolean retries(String errorClass) {
        return RETRIED.contains(errorClass);
    }

    public boolean fallsBack(String errorClass) {
        return fallsBack.contains(errorClass);
    }

    static Set<String> names(Set<FailureClass> classes) {
        return classes.stream().map(FailureClass::wireName).collect(Collectors.toUnmodifiableSet());
    }
}
