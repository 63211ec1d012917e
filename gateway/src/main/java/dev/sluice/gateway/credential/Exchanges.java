package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.Identity;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How each kind of identity is exchanged. */
final class Exchanges {
    private final Platform platform;
    private final InstantSource clock;
    private @Nullable TokenHttp client;

    Exchanges(Platform platform, InstantSource clock) {
        this.platform = platform;
        this.clock = clock;
    }

    /** On the thread that compiles policy. */
    Exchange of(Identity identity) {
        TokenHttp http = http();
        return switch (identity) {
            case Identity.Entra entra -> new EntraSecret(http, platform, clock, entra);
            case Identity.AzureManaged _ -> new AzureManagedIdentity(http, platform, clock);
            case Identity.GoogleKey key -> new GoogleKeyExchange(http, clock, key);
            case Identity.GoogleMetadata _ -> new GoogleMetadata(http, platform, clock);
            case Identity.AwsRole role -> new AwsRole(http, platform, clock, role);
            case Identity.AwsWebIdentity web -> new AwsWebIdentity(http, platform, web.region());
            case Identity.AwsMetadata _ -> new AwsMetadata(http, platform);
        };
    }

    /** Made when policy first names an identity: most gateways need none. */
    private TokenHttp http() {
        TokenHttp made = client;
        if (made == null) {
            made = new TokenHttp();
            client = made;
        }
        return made;
    }
}
