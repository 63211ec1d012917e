package dev.sluice.gateway.provider.vendor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Capabilities;
import dev.sluice.contract.catalog.Quirks;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.Takes;
import dev.sluice.gateway.inference.FieldMarks;
import dev.sluice.gateway.inference.RequestFields;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.provider.RequestTree;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A body in OpenAI's dialect as the target takes it. Stateless. */
public final class VendorShape {
    private static final ObjectMapper JSON = RequestTree.mapper();

    private VendorShape() {}

    /** Whether a request may have to change. Costs nothing, so that the others are not even looked into. */
    public static boolean mayChange(RequestFields fields, CompiledModel target) {
        Takes takes = target.takes();
        if (takes.forwards()) {
            return false;
        }
        Capabilities can = takes.capabilities();
        return takes.quirks() != null
                || !can.vision()
                || (!can.tools() && fields.has(FieldMarks.TOOLS))
                || (!can.forcedToolChoice() && fields.has(FieldMarks.TOOL_RULES))
                || (fields.has(FieldMarks.TOOL_RULES) && !fields.has(FieldMarks.TOOLS))
                || (fields.streamOptionsStart() >= 0 && !fields.stream())
                || (fields.has(FieldMarks.SAMPLING) && !can.temperature())
                || (fields.has(FieldMarks.EFFORT)
                        && (!can.reasoning() || !can.efforts().isEmpty()))
                || (fields.has(FieldMarks.MAX_TOKENS) && wantsNewLimit(target));
    }

    /** OpenAI's own models that reason know the limit by its new name alone. */
    private static boolean wantsNewLimit(CompiledModel target) {
        Capabilities can = target.takes().capabilities();
        return target.account().provider().equals("openai") && can.known() && can.reasoning();
    }

    /**
     * @return null when the body is right as it is
     * @throws dev.sluice.gateway.error.GatewayException when the target does not take what the request is about
     */
    public static @Nullable Encoded of(byte[] body, CompiledModel target) {
        return of(body, target, VendorShape::shape);
    }

    private static @Nullable Encoded of(byte[] body, CompiledModel target, Consumer<Shaping> shape) {
        if (target.takes().forwards()) {
            return null;
        }
        try {
            if (!(JSON.readTree(body) instanceof ObjectNode root)) {
                return null;
            }
            Shaping shaping = new Shaping(root, target);
            shape.accept(shaping);
            return shaping.isChanged() ? new Encoded(JSON.writeValueAsBytes(root), shaping.dropped()) : null;
        } catch (IOException e) {
            return null; // what cannot be read goes as it came, for the provider to judge
        }
    }

    /** Of OpenAI's completions of a bare prompt; as above. */
    public static @Nullable Encoded ofCompletion(byte[] body, CompiledModel target) {
        return ofQuirky(body, target, shaping -> new FieldShape(shaping).applyToCompletion());
    }

    /** Of OpenAI's Responses; as above. */
    public static @Nullable Encoded ofResponses(byte[] body, CompiledModel target) {
        return ofQuirky(body, target, shaping -> new FieldShape(shaping).applyToResponses());
    }

    /** Of OpenAI's embeddings; as above. */
    public static @Nullable Encoded ofEmbeddings(byte[] body, CompiledModel target) {
        Quirks quirks = target.takes().quirks();
        return quirks == null || quirks.embeddings().areNone() ? null : ofQuirky(body, target, EmbeddingShape::apply);
    }

    private static @Nullable Encoded ofQuirky(byte[] body, CompiledModel target, Consumer<Shaping> shape) {
        return target.takes().quirks() == null ? null : of(body, target, shape);
    }

    private static void shape(Shaping shaping) {
        new ImageShape(shaping).apply();
        new ModelShape(shaping).apply();
        FieldShape fields = new FieldShape(shaping);
        fields.apply();
        if (wantsNewLimit(shaping.target())) {
            fields.renameLimit("max_completion_tokens");
        }
        ArrayNode messages = shaping.messages();
        if (shaping.isQuirky() && messages != null) {
            new MessageShape(shaping, messages).apply();
            new ToolShape(shaping, messages).apply();
        }
    }
}
