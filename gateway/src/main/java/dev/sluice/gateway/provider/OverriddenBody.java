package dev.sluice.gateway.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ParameterOverrides;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body that is passed on in the client's dialect, with the parameters that policy sets for its target. It is read and written
 * anew, which only requests to such targets pay for; numbers stay as they were written.
 */
final class OverriddenBody {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final String MAX_TOKENS = "max_tokens";
    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";
    /** Whose newer models know the limit of the answer by its newer name alone. */
    private static final List<String> NEWER_NAME = List.of("openai", "azure-openai");

    private OverriddenBody() {}

    static ChatCall of(ChatCall call, ParameterOverrides set, CompiledModel target) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(call.body());
            put(body, call.dialect().wire(), set, target.account().provider());
            byte[] bytes = JSON.writeValueAsBytes(body);
            return new ChatCall(bytes, RequestScanner.scan(bytes, Payload.ANY, true), call.dialect());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the body was JSON when it was read first", e);
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot fail", e);
        }
    }

    private static void put(ObjectNode body, Dialect dialect, ParameterOverrides set, String provider) {
        put(body, "temperature", set.temperature());
        put(body, "top_p", set.topP());
        boolean chat = dialect == Dialect.OPENAI;
        if (chat || dialect == Dialect.COMPLETIONS) {
            put(body, "seed", set.seed());
            put(body, "frequency_penalty", set.frequencyPenalty());
            put(body, "presence_penalty", set.presencePenalty());
        }
        switch (dialect) {
            case OPENAI -> {
                put(body, "reasoning_effort", set.reasoningEffort());
                maxTokens(body, set.maxTokens(), provider);
            }
            case RESPONSES -> {
                put(body, "max_output_tokens", set.maxTokens());
                within(body, "reasoning", set.reasoningEffort());
            }
            case ANTHROPIC -> {
                put(body, MAX_TOKENS, set.maxTokens());
                within(body, "output_config", set.reasoningEffort());
            }
            default -> put(body, MAX_TOKENS, set.maxTokens());
        }
    }

    private static void maxTokens(ObjectNode body, @Nullable Long most, String provider) {
        boolean newer = body.has(MAX_COMPLETION_TOKENS) || (!body.has(MAX_TOKENS) && NEWER_NAME.contains(provider));
        if (newer && most != null) {
            body.remove(MAX_TOKENS);
        }
        put(body, newer ? MAX_COMPLETION_TOKENS : MAX_TOKENS, most);
    }

    private static void within(ObjectNode body, String object, @Nullable String effort) {
        if (effort != null) {
            JsonNode there = body.get(object);
            ObjectNode inner = there instanceof ObjectNode known ? known : body.putObject(object);
            inner.put("effort", effort);
        }
    }

    private static void put(ObjectNode body, String field, @Nullable Object value) {
        if (value != null) {
            body.putPOJO(field, value);
        }
    }
}
