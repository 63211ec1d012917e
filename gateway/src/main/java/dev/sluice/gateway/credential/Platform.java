package dev.sluice.gateway.credential;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the surroundings of the process say of its identity, under the names that the clouds themselves have for it and set
 * where they run it. Some are secrets: the text shows names alone.
 */
public record Platform(Map<String, String> variables) {
    /** Every variable that is read. */
    public static final Set<String> NAMES = Set.of(
            "AZURE_AUTHORITY_HOST",
            "AZURE_CLIENT_ID",
            "AZURE_TENANT_ID",
            "AZURE_FEDERATED_TOKEN_FILE",
            "AZURE_POD_IDENTITY_AUTHORITY_HOST",
            "IDENTITY_ENDPOINT",
            "IDENTITY_HEADER",
            "GCE_METADATA_HOST",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_ROLE_ARN",
            "AWS_ROLE_SESSION_NAME",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_ENDPOINT_URL_STS",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT");

    public Platform {
        Map<String, String> read = new TreeMap<>(variables);
        read.keySet().retainAll(NAMES);
        read.values().removeIf(String::isBlank);
        variables = Map.copyOf(read);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip);
    }

    /** An address without a slash at its end. */
    String url(String name, String otherwise) {
        String given = get(name).orElse(otherwise);
        String url = given.contains("://") ? given : "http://" + given;
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** @throws ExchangeException naming the variable */
    String required(String name) throws ExchangeException {
        return get(name).orElseThrow(() -> new ExchangeException("the variable " + name + " is not set here"));
    }

    @Override
    public String toString() {
        return "Platform" + variables.keySet();
    }
}
