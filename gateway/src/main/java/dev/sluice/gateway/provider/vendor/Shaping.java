package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Capabilities;
import dev.sluice.contract.catalog.Quirks;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Takes;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One body on its way to what the target takes, and what fell away. The body is changed in place. */
final class Shaping {
    private final ObjectNode body;
    private final CompiledModel target;
    private final Takes takes;
    private final Quirks quirks;
    private final Set<String> dropped = new LinkedHashSet<>();
    private boolean changed;

    Shaping(ObjectNode body, CompiledModel target) {
        this.body = body;
        this.target = target;
        this.takes = target.takes();
        this.quirks = Objects.requireNonNullElse(takes.quirks(), Quirks.NONE);
    }

    ObjectNode body() {
        return body;
    }

    CompiledModel target() {
        return target;
    }

    Quirks quirks() {
        return quirks;
    }

    /** Whether the vendor is known to differ from OpenAI at all. */
    boolean isQuirky() {
        return takes.quirks() != null;
    }

    Capabilities capabilities() {
        return takes.capabilities();
    }

    /** The conversation; null when it is none. */
    @Nullable
    ArrayNode messages() {
        return body.get("messages") instanceof ArrayNode messages ? messages : null;
    }

    boolean hasTools() {
        return !body.path("tools").isEmpty() || !body.path("functions").isEmpty();
    }

    /** To be called by whoever changes the body. */
    void change() {
        changed = true;
    }

    boolean isChanged() {
        return changed;
    }

    List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** Removes what nobody misses. */
    void remove(String field) {
        if (body.remove(field) != null) {
            changed = true;
        }
    }

    /** Removes a field that the target does not take, or refuses the request for it. */
    void unsupported(String field) {
        JsonNode value = body.get(field);
        if (value == null) {
            return;
        }
        if (!Meaning.isNothing(field, value)) {
            lose(field, Meaning.changesWith(field));
        }
        remove(field);
    }

    /** Something of the request falls away, which the caller removes. */
    void lose(String name, boolean meaning) {
        if (takes.rejects() || (meaning && !takes.drops())) {
            throw refused(name, "'" + name + "' is not taken by the model '" + target.name() + "': leave it out");
        }
        dropped.add(name);
        changed = true;
    }

    /** A part of a message falls away, which the caller removes. */
    void loseContent(String place, String problem) {
        if (!takes.drops()) {
            throw new GatewayException(new GatewayError.UnsupportedContent(place, problem));
        }
        dropped.add(place);
        changed = true;
    }

    static GatewayException refused(String param, String message) {
        return new GatewayException(new GatewayError.UnsupportedParameter(param, message));
    }
}
