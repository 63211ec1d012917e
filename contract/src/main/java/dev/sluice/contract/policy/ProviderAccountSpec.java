package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An account with a model provider: where it is reached and with which credentials.
 *
 * @param baseUrl optional for known providers; http and private addresses need {@code allowPrivateNetwork}
 * @param residency a label that rules go by; {@code region} is the cloud's own
 * @param headers fixed extra request headers
 * @param discount off the list price, as a percentage such as {@code 10%}
 * @param project of the vendor's own, such as a Google Cloud project
 * @param apiVersion of Azure OpenAI; absent: the versionless API
 * @param region of AWS
 * @param location of Vertex AI, such as {@code europe-west1} or {@code global}
 */
public record ProviderAccountSpec(
        String provider,
        @Nullable String baseUrl,
        @JsonProperty("allowPrivateNetwork") boolean allowPrivateNetwork,
        @Nullable String residency,
        List<CredentialSpec> credentials,
        @Nullable Timeouts timeouts,
        @Nullable String discount,
        @Nullable OnDisconnect onDisconnect,
        Map<String, String> headers,
        @Nullable String organization,
        @Nullable String project,
        @Nullable String apiVersion,
        @Nullable String region,
        @Nullable String location)
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
        AccountPlace.check(provider, baseUrl, credentials, organization, project, apiVersion, region, location);
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
    public ProviderAccountSpec withCredentials(List<CredentialSpec> credentials) {
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
                project,
                apiVersion,
                region,
                location);
    }

    /** Replaces a secret, which stands at the place told. */
    @FunctionalInterface
    public interface SecretChange {
        SecretSource replace(SecretPlace place, SecretSource secret);
    }

    /** The account with each of its secrets replaced: the one way to come by them all, whatever the kind of credential. */
    public ProviderAccountSpec withSecrets(SecretChange change) {
        List<CredentialSpec> changed = new ArrayList<>();
        for (int i = 0; i < credentials.size(); i++) {
            int index = i;
            CredentialSpec credential = credentials.get(i);
            changed.add(credential.withSecrets(
                    (field, secret) -> change.replace(new SecretPlace(index, credential.name(), field), secret)));
        }
        return withCredentials(changed);
    }

    /** What stands at that place, wherever the credential is in the list now. */
    public Optional<SecretSource> secretAt(SecretPlace place) {
        AtomicReference<@Nullable SecretSource> found = new AtomicReference<>();
        withSecrets((here, secret) -> {
            if (here.credential().equals(place.credential()) && here.field().equals(place.field())) {
                found.set(secret);
            }
            return secret;
        });
        return Optional.ofNullable(found.get());
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
