package dev.sluice.contract.policy;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret comes from: exactly one field is set.
 *
 * @param env name of an environment variable of the gateway
 * @param file path of a file readable by the gateway
 * @param value the secret itself; only on its way into the control plane
 * @param stored true when read back: the control plane holds a value, and keeps it when this is written again
 * @param envelope the encrypted value, on its way to gateways ({@link dev.sluice.contract.secret.SecretEnvelope})
 */
public record SecretSource(
        @Nullable String env,
        @Nullable String file,
        @Nullable String value,
        @Nullable Boolean stored,
        @Nullable String envelope) {
    public static final SecretSource STORED = new SecretSource(null, null, null, true, null);

    public SecretSource {
        long given =
                Stream.of(env, file, value, envelope).filter(Objects::nonNull).count()
                        + (Boolean.TRUE.equals(stored) ? 1 : 0);
        if (given != 1 || Boolean.FALSE.equals(stored)) {
            throw new InvalidField("", "must have exactly one of env, file, value");
        }
        if (value != null && value.isBlank()) {
            throw new InvalidField("value", "is empty: paste the secret");
        }
    }

    public static SecretSource ofEnv(String name) {
        return new SecretSource(name, null, null, null, null);
    }

    public static SecretSource ofEnvelope(String envelope) {
        return new SecretSource(null, null, null, null, envelope);
    }

    /** Never shows a value. */
    @Override
    public String toString() {
        return env != null ? "env:" + env : file != null ? "file:" + file : value != null ? "value:***" : "stored";
    }
}
