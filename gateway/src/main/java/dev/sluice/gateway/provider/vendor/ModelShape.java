package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Capabilities;

/** What the catalog says that the model itself does not take, whoever serves it. */
final class ModelShape {
    private final Shaping shaping;
    private final ObjectNode body;
    private final Capabilities can;

    ModelShape(Shaping shaping) {
        this.shaping = shaping;
        this.body = shaping.body();
        this.can = shaping.capabilities();
    }

    void apply() {
        if (!can.known()) {
            return;
        }
        tools();
        format();
        sampling();
        effort();
        limit("max_tokens");
        limit("max_completion_tokens");
    }

    private void tools() {
        if (!can.tools() && shaping.hasTools()) {
            shaping.unsupported("tools");
            shaping.unsupported("functions");
        } else if (!can.forcedToolChoice() && shaping.hasTools() && isDemand(body.path("tool_choice"))) {
            shaping.unsupported("tool_choice");
        }
    }

    private static boolean isDemand(JsonNode choice) {
        return choice.isObject() || choice.asText().equals("required");
    }

    private void format() {
        if (!can.jsonSchema()
                && body.path("response_format").path("type").asText().equals("json_schema")) {
            shaping.unsupported("response_format");
        }
    }

    /** Models that reason take the defaults alone, unless they can leave it and are asked to. */
    private void sampling() {
        boolean rests = can.efforts().contains("none")
                && body.path("reasoning_effort").asText().equals("none");
        if (!can.temperature() && !rests) {
            free("temperature");
            free("top_p");
        }
    }

    private void free(String field) {
        JsonNode value = body.path(field);
        if (!value.isNumber() || value.asDouble() != 1) {
            shaping.unsupported(field);
        }
    }

    private void effort() {
        String asked = body.path("reasoning_effort").asText();
        if (asked.isEmpty() || body.path("reasoning_effort").isNull()) {
            return;
        }
        if (asked.equals("none") && shaping.quirks().fields().thinkingSwitch() && can.thinkingOff()) {
            shaping.remove("reasoning_effort");
            body.putObject("thinking").put("type", "disabled");
        } else if (!can.reasoning()) {
            effortless(asked);
        } else if (!can.efforts().isEmpty()) {
            String nearest = Efforts.nearest(asked, can.efforts());
            if (!nearest.equals(asked)) {
                shaping.lose("reasoning_effort", false);
                body.put("reasoning_effort", nearest);
            }
        }
    }

    private void effortless(String asked) {
        if (asked.equals("none")) {
            shaping.remove("reasoning_effort");
        } else {
            shaping.unsupported("reasoning_effort");
        }
    }

    /** More than the model can write is refused by many, and reserved as quota by others. */
    private void limit(String field) {
        Integer most = can.maxOutput();
        if (most != null
                && body.path(field).isIntegralNumber()
                && body.path(field).asDouble() > most) {
            shaping.lose(field, false);
            body.put(field, most);
        }
    }
}
