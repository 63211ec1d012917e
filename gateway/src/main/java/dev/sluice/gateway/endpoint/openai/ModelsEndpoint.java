package dev.sluice.gateway.endpoint.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.gateway.auth.Principal;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/{id}}: what the caller may use. One body for both
 * kinds of clients: OpenAI's read {@code object} and {@code owned_by}, Anthropic's {@code type}, {@code display_name} and
 * the ids of the page, and each leaves the rest alone.
 */
public final class ModelsEndpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** When a provider made a model is not known here. */
    private static final String UNKNOWN_TIME = "1970-01-01T00:00:00Z";

    private ModelsEndpoint() {}

    public static String list(PolicySnapshot policy, Principal principal) {
        ObjectNode root = JSON.createObjectNode();
        root.put("object", "list");
        ArrayNode data = root.putArray("data");
        for (String name : policy.modelNames()) {
            if (principal.mayUse(policy, name)) {
                data.add(model(policy, name));
            }
        }
        root.put("has_more", false);
        root.put("first_id", data.path(0).path("id").textValue());
        root.put("last_id", data.path(data.size() - 1).path("id").textValue());
        return root.toString();
    }

    /** @throws GatewayException 404 when there is no such model, 403 when the caller may not use it */
    public static String one(PolicySnapshot policy, Principal principal, String name) {
        if (!policy.hasModel(name)) {
            throw new GatewayException(new GatewayError.UnknownModel(name));
        }
        if (!principal.mayUse(policy, name)) {
            throw new GatewayException(new GatewayError.ModelNotAllowed(name));
        }
        return model(policy, name).toString();
    }

    /** A virtual model belongs to no account: which one answers is decided per request. */
    private static ObjectNode model(PolicySnapshot policy, String name) {
        CompiledModel model = policy.virtualModel(name) == null ? policy.model(name) : null;
        ObjectNode node = JSON.createObjectNode();
        node.put("id", name);
        node.put("object", "model");
        node.put("created", 0);
        node.put("owned_by", model == null ? "sluice" : model.account().name());
        node.put("type", "model");
        node.put("display_name", name);
        node.put("created_at", UNKNOWN_TIME);
        return node;
    }
}
