package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * One object: the manifest form, the REST form and what change-sets carry.
 *
 * @param status only of an {@link Kind#API_KEY}, and only inside the product
 */
public record PolicyObject(
        Kind kind,
        Metadata metadata,
        PolicySpec spec,
        @Nullable KeyStatus status) {
    public PolicyObject {
        if (!kind.specType().isInstance(spec)) {
            throw new IllegalArgumentException(
                    kind + " cannot have a " + spec.getClass().getSimpleName());
        }
        if (kind == Kind.MODEL || kind == Kind.VIRTUAL_MODEL) {
            Check.modelName(metadata.name(), "metadata.name");
        } else {
            Check.name(metadata.name(), "metadata.name");
        }
        if (spec instanceof ModelSpec model) {
            model.checkWildcard(metadata.name());
        }
        if (kind == Kind.VIRTUAL_MODEL && metadata.name().indexOf('*') >= 0) {
            throw new InvalidField("metadata.name", "has a *: a virtual model has one name, wildcards are Models");
        }
    }

    public PolicyObject(Kind kind, Metadata metadata, PolicySpec spec) {
        this(kind, metadata, spec, null);
    }

    @JsonIgnore
    public String name() {
        return metadata.name();
    }

    @JsonIgnore
    public ObjectId id() {
        return new ObjectId(kind, metadata.name());
    }

    public PolicyObject withStatus(KeyStatus status) {
        return new PolicyObject(kind, metadata, spec, status);
    }
}
