package dev.sluice.gateway.endpoint.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A place in a request, with its path, so that what is wrong there can be named.
 *
 * @param path such as {@code messages[2].content[0].type}
 */
record Field(String path, JsonNode node) {
    Field at(String name) {
        JsonNode member = node.path(name);
        return new Field(
                path.isEmpty() ? name : path + "." + name, member.isNull() ? MissingNode.getInstance() : member);
    }

    boolean isAbsent() {
        return node.isMissingNode();
    }

    GatewayException wrong(String problem) {
        return new GatewayException(new GatewayError.InvalidRequest(path, path + " " + problem));
    }

    String text() {
        if (!node.isTextual()) {
            throw wrong(isAbsent() ? "is required: give a string" : "must be a string");
        }
        return node.asText();
    }

    @Nullable
    String textOrNull() {
        return isAbsent() ? null : text();
    }

    @Nullable
    Boolean flag() {
        if (isAbsent()) {
            return null;
        }
        if (!node.isBoolean()) {
            throw wrong("must be true or false");
        }
        return node.asBoolean();
    }

    @Nullable
    Double number() {
        if (isAbsent()) {
            return null;
        }
        if (!node.isNumber()) {
            throw wrong("must be a number");
        }
        return node.asDouble();
    }

    OptionalLong whole() {
        if (isAbsent()) {
            return OptionalLong.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
            throw wrong("must be a whole number, 0 or more");
        }
        return OptionalLong.of(node.asLong());
    }

    OptionalInt small() {
        OptionalLong value = whole();
        if (value.isPresent() && value.getAsLong() > Integer.MAX_VALUE) {
            throw wrong("is too large");
        }
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /** Its elements; none when it is absent. */
    List<Field> elements() {
        if (isAbsent()) {
            return List.of();
        }
        if (!node.isArray()) {
            throw wrong("must be an array");
        }
        List<Field> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Field(path + "[" + i + "]", node.get(i)));
        }
        return elements;
    }

    Field object() {
        if (!node.isObject()) {
            throw wrong(isAbsent() ? "is required: give an object" : "must be an object");
        }
        return this;
    }

    /** As JSON text. */
    String json() {
        return node.toString();
    }

    @Nullable
    String jsonOrNull() {
        return isAbsent() ? null : json();
    }
}
