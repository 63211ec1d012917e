package dev.sluice.gateway.provider.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.provider.ClaudeModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes a chat as a body of Anthropic's {@code POST /v1/messages} (API version 2023-06-01). */
public final class AnthropicRequestEncoder {
    private AnthropicRequestEncoder() {}

    /**
     * @param defaultMaxOutputTokens sent when the client names no limit, since the dialect requires one: the most that the
     *     model can write, where that is known
     * @throws GatewayException of {@link GatewayError.InvalidRequest} when the request means something that cannot be said
     */
    public static Encoded encode(ChatRequest request, String upstreamModel, long defaultMaxOutputTokens) {
        return encode(request, upstreamModel, ClaudeModel.named(upstreamModel), defaultMaxOutputTokens);
    }

    /** As above, for a model of which more may be known than its name. */
    public static Encoded encode(
            ChatRequest request, String upstreamModel, ClaudeModel model, long defaultMaxOutputTokens) {
        AnthropicHints.refuseWhatChangesMeaning(request);
        Set<String> dropped = new LinkedHashSet<>();
        List<String> instructions = new ArrayList<>();
        AnthropicThinking thinking = AnthropicThinking.of(request, model, defaultMaxOutputTokens, dropped);

        ObjectNode tools = AnthropicTools.members(request, model, thinking.on(), instructions, dropped);
        ObjectNode output = AnthropicFormat.config(request.format(), model, instructions, dropped);
        if (thinking.effort() != null) {
            output.put("effort", thinking.effort());
        }
        ArrayNode system = AnthropicConversation.system(request.turns(), instructions);

        ObjectNode body = AnthropicJson.object();
        body.put("model", upstreamModel);
        body.put("max_tokens", thinking.maxTokens());
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", AnthropicConversation.messages(request.turns()));
        body.setAll(tools);
        if (thinking.config() != null) {
            body.set("thinking", thinking.config());
        }
        if (!output.isEmpty()) {
            body.set("output_config", output);
        }
        AnthropicSampling.put(body, request.sampling(), model.takesSampling() && !thinking.on(), dropped);
        AnthropicHints.put(body, request, dropped);
        if (request.stream()) {
            body.put("stream", true);
        }
        return new Encoded(AnthropicJson.bytes(body), List.copyOf(dropped));
    }
}
