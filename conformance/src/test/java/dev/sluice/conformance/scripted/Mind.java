package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.conformance.scripted.Answer.Called;
import dev.sluice.conformance.scripted.Answer.Thought;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is answered: the first tool is called once; its result is quoted; where the answer has a schema it is JSON that
 * fits; else the question is repeated. The text has characters of two, three and four bytes.
 */
final class Mind {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final AtomicInteger calls = new AtomicInteger();
    private final Signatures signatures;
    private final String idPrefix;

    /** @param idPrefix of calls, as the vendor has it */
    Mind(Signatures signatures, String idPrefix) {
        this.signatures = signatures;
        this.idPrefix = idPrefix;
    }

    Answer answer(Understood asked) {
        Thought thought = asked.thinks() ? thought(asked) : null;
        if (asked.result() == null && !asked.tools().isEmpty()) {
            Understood.Offered tool = asked.tools().getFirst();
            String arguments = fitting(tool.schema(), asked.question()).toString();
            return new Answer(
                    thought, "", new Called(idPrefix + calls.incrementAndGet() + "abcdefgh", tool.name(), arguments));
        }
        String said = asked.result() == null
                ? "You said „" + asked.question() + "“ – hé 🌍."
                : "The tool says „" + asked.result() + "“ – hé 🌍.";
        JsonNode schema = asked.schema();
        return new Answer(thought, schema == null ? said : fitting(schema, said).toString(), null);
    }

    private Thought thought(Understood asked) {
        String text = (asked.result() == null ? "The user says: " : "The tool answered: ") + asked.question();
        return new Thought(text, signatures.sign(text));
    }

    /** The least value that a schema takes, with a text wherever one may stand. */
    static JsonNode fitting(@Nullable JsonNode schema, String text) {
        if (schema == null || schema.isMissingNode()) {
            return NODES.objectNode();
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        JsonNode type = schema.path("type");
        return switch ((type.isArray() ? type.path(0) : type).asText("object")) {
            case "object" -> object(schema, text);
            case "array" -> {
                ArrayNode array = NODES.arrayNode();
                yield array.add(fitting(schema.path("items"), text));
            }
            case "integer", "number" ->
                NODES.numberNode(Math.max(3, schema.path("minimum").asInt(3)));
            case "boolean" -> NODES.booleanNode(true);
            case "null" -> NODES.nullNode();
            default -> NODES.textNode(text);
        };
    }

    private static ObjectNode object(JsonNode schema, String text) {
        ObjectNode object = NODES.objectNode();
        schema.path("properties").properties().forEach(e -> object.set(e.getKey(), fitting(e.getValue(), text)));
        return object;
    }
}
