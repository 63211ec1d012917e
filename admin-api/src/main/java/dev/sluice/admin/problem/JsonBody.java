package dev.sluice.admin.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.sluice.contract.policy.InvalidField;
import dev.sluice.contract.policy.ManifestException;
import dev.sluice.contract.policy.ManifestException.FieldProblem;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.NearestName;
import dev.sluice.contract.policy.PolicyJson;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads bodies that are no manifests, as strictly as those: an unknown field is refused and the nearest one named. */
public final class JsonBody {
    private JsonBody() {}

    /** @param text an absent body is an empty object */
    public static <T> T read(@Nullable String text, Class<T> type) {
        JsonNode node = text == null || text.isBlank() ? PolicyJson.MAPPER.createObjectNode() : Manifests.parse(text);
        if (!node.isObject()) {
            throw Refusal.field("", "the body must be a JSON object");
        }
        try {
            return PolicyJson.MAPPER.treeToValue(node, type);
        } catch (UnrecognizedPropertyException e) {
            List<String> known = e.getKnownPropertyIds() == null
                    ? List.of()
                    : e.getKnownPropertyIds().stream().map(String::valueOf).toList();
            String near = NearestName.of(e.getPropertyName(), known)
                    .map(name -> "is not a field: did you mean '" + name + "'?")
                    .orElse("is not a field: remove it");
            throw new ManifestException(
                    ManifestException.Code.UNKNOWN_FIELD, new FieldProblem(e.getPropertyName(), near));
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof InvalidField invalid) {
                throw Refusal.field(invalid.field(), String.valueOf(invalid.getMessage()));
            }
            throw Refusal.field("", "a field has a value of the wrong type");
        }
    }

    public static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw Refusal.field(field, "is required");
        }
        return Objects.requireNonNull(value);
    }
}
