package dev.sluice.contract.policy;

import java.util.List;
import java.util.Map;

/**
 * What rules look at of a request, but for the model: who asks, from where, and about what.
 *
 * @param key the key's name; empty without one
 * @param team the one team that is counted; empty for none
 * @param metadata of the request, with the owner's and the key's over it
 * @param address of the client, as text
 */
public record LimitFacts(Owner owner, String key, String team, Map<String, String> metadata, String address) {

    /** Every team that matching looks at. */
    List<String> teams() {
        return owner.teams();
    }

    /** The value that a dimension counts; empty where the request has none. */
    public String value(Dimension dimension, String model, String account) {
        return switch (dimension.type()) {
            case USER -> name(Subject.Type.USER);
            case SERVICE_ACCOUNT -> name(Subject.Type.SERVICE_ACCOUNT);
            case TEAM -> team;
            case KEY -> key;
            case MODEL -> model;
            case ACCOUNT -> account;
            case IP -> address;
            case METADATA -> metadata.getOrDefault(dimension.metadataKey(), "");
        };
    }

    private String name(Subject.Type type) {
        return owner.subject().type() == type ? owner.subject().name() : "";
    }
}
