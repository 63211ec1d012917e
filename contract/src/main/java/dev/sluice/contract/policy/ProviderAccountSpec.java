package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account with a model provider: where it is reached and with which credentials.
 *
 * @param baseUrl optional for known providers; http and private addresses need {@code allowPrivateNetwork}
 * @param headers fixed extra request headers
 * @param discount off the list price, as a percentage such as {@code 10%}
 */
public record ProviderAccountSpec(
        String provider,
        @Nullable String baseUrl,
        @JsonProperty("allowPrivateNetwork") boolean allowPrivateNetwork,
        @Nullable String residency,
        List<Credential> credentials,
        @Nullable Timeouts timeouts,
        @Nullable String discount,
        @Nullable OnDisconnect onDisconnect,
        Map<String, String> headers,
        @Nullable String organization,
        @Nullable String project)
        implements PolicySpec {

    public ProviderAccountSpec {
        Check.name(provider, "provider");
        if (baseUrl != null) {
            BaseUrl.parse(baseUrl, allowPrivateNetwork);
        }
        credentials = Check.list(credentials, "credentials");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < credentials.size(); i++) {
            if (!names.add(credentials.get(i).name())) {
                throw new InvalidField(
                        "credentials[" + i + "].name", "is used twice: give each credential its own name");
            }
        }
        if (discount != null) {
            Percent.parse(discount, "discount");
        }
        headers = Check.tags(headers, "headers");
        headers.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9-]+") || value.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
                throw new InvalidField("headers." + name, "is not a header: use printable ASCII without line breaks");
            }
        });
    }

    /** The account with other credentials, all else the same. */
    public ProviderAccountSpec withCredentials(List<Credential> credentials) {
        return new ProviderAccountSpec(
                provider,
                baseUrl,
                allowPrivateNetwork,
                residency,
                credentials,
                timeouts,
                discount,
                onDisconnect,
                headers,
                organization,
                project);
    }

    /** @param weight share of the traffic among the account's credentials; absent is 1 */
    public record Credential(
            String name, SecretSource secret, @Nullable Integer weight) {
        public Credential {
            Check.name(name, "name");
            Check.required(secret, "secret", "give {env: NAME}, {file: PATH} or {value: …}");
            if (weight != null && (weight < 0 || weight > 1_000_000)) {
                throw new InvalidField("weight", weight + " is out of range: use 0 to 1000000");
            }
        }
    }

    /** How long to wait for the provider; absent ones have the defaults of {@link #DEFAULTS}. */
    public record Timeouts(
            @Nullable Duration connect,
            @Nullable Duration firstToken,
            @Nullable Duration idle,
            @Nullable Duration total) {
        public static final Timeouts DEFAULTS = new Timeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(120), Duration.ofMinutes(30));
    }

    /** What happens to the provider's call when the client goes away. */
    public enum OnDisconnect {
        CANCEL,
        DRAIN;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static OnDisconnect of(String name) {
            return Arrays.stream(values())
                    .filter(v -> v.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new InvalidField("", "'" + Check.shorten(name) + "' is unknown: use cancel or drain"));
        }
    }
}
