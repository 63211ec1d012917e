package dev.sluice.contract.policy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where clouds are reached whose address depends on the place that an account names. */
public final class CloudEndpoint {
    private CloudEndpoint() {}

    /** Empty for providers that have no such address, and where the place is not given. */
    public static Optional<String> of(ProviderAccountSpec spec) {
        return switch (spec.provider()) {
            case "vertex" -> Optional.ofNullable(vertex(spec.location()));
            case "bedrock" -> Optional.ofNullable(bedrock(spec.region()));
            default -> Optional.empty();
        };
    }

    private static @Nullable String vertex(@Nullable String location) {
        return switch (location) {
            case null -> null;
            case "global" -> "https://aiplatform.googleapis.com";
            // Of several regions together, and with another name than those of one.
            case "us", "eu" -> "https://aiplatform." + location + ".rep.googleapis.com";
            default -> "https://" + location + "-aiplatform.googleapis.com";
        };
    }

    private static @Nullable String bedrock(@Nullable String region) {
        return region == null ? null : "https://bedrock-runtime." + region + ".amazonaws.com" + suffix(region);
    }

    /** China is a partition of its own, with its own domain. */
    private static String suffix(String region) {
        return region.startsWith("cn-") ? ".cn" : "";
    }

    /** The token service of a region. */
    public static String sts(String region) {
        return "https://sts." + region + ".amazonaws.com" + suffix(region);
    }
}
