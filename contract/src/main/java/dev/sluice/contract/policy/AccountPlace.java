package dev.sluice.contract.policy;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what says where an account is in its cloud, and that its provider takes its credentials. */
final class AccountPlace {
    /** These become parts of a host name or a path: nothing that could lead elsewhere. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9:._-]{0,99}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,39}");

    private AccountPlace() {}

    static void check(
            String provider,
            @Nullable String baseUrl,
            List<CredentialSpec> credentials,
            @Nullable String organization,
            @Nullable String project,
            @Nullable String apiVersion,
            @Nullable String region,
            @Nullable String location) {
        matches(PROJECT, organization, "organization", "an id of letters, digits and : . _ -");
        matches(PROJECT, project, "project", "an id of letters, digits and : . _ -");
        matches(VERSION, apiVersion, "apiVersion", "a version such as 2024-10-21, or leave it out");
        matches(LABEL, region, "region", "a region such as eu-central-1");
        matches(LABEL, location, "location", "a location such as europe-west1, or global");
        Set<CredentialKind> taken = CredentialKind.of(provider);
        for (int i = 0; i < credentials.size(); i++) {
            CredentialKind kind = credentials.get(i).kind();
            if (!taken.contains(kind)) {
                throw new InvalidField(
                        "credentials[" + i + "]." + kind.field(),
                        "is not a credential of provider " + provider + ": use " + CredentialKind.fields(taken));
            }
        }
        switch (provider) {
            case "vertex" -> {
                Check.required(project, "project", "give the id of the Google Cloud project");
                Check.required(location, "location", "give a location such as europe-west1, or global");
            }
            case "bedrock" -> {
                boolean signed = credentials.stream().anyMatch(c -> c.kind() != CredentialKind.SECRET);
                if (signed || baseUrl == null) {
                    Check.required(region, "region", "give a region such as eu-central-1");
                }
            }
            default -> {}
        }
    }

    private static void matches(Pattern pattern, @Nullable String value, String field, String remedy) {
        if (value != null && !pattern.matcher(value).matches()) {
            throw new InvalidField(field, "'" + Check.shorten(value) + "' cannot be used: give " + remedy);
        }
    }
}
