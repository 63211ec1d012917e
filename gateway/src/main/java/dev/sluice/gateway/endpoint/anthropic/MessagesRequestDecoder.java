package dev.sluice.gateway.endpoint.anthropic;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** A request of Anthropic's Messages, for providers that speak another dialect. */
final class MessagesRequestDecoder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "system",
            "max_tokens",
            "tools",
            "tool_choice",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "stream",
            "metadata",
            "thinking",
            "output_config");

    private MessagesRequestDecoder() {}

    static ChatRequest decode(byte[] bytes) {
        Field body = new Field("", read(bytes));
        Field choice = body.at("tool_choice");
        Boolean serial = choice.isAbsent()
                ? null
                : choice.object().at("disable_parallel_tool_use").flag();
        Boolean stream = body.at("stream").flag();
        Field metadata = body.at("metadata");
        return new ChatRequest(
                turns(body),
                body.at("tools").elements().stream()
                        .map(MessagesRequestDecoder::tool)
                        .toList(),
                choice(choice),
                serial == null ? null : (Boolean) !serial,
                maxTokens(body.at("max_tokens")),
                new ChatRequest.Sampling(
                        body.at("temperature").number(),
                        body.at("top_p").number(),
                        body.at("top_k").small(),
                        null,
                        null,
                        OptionalLong.empty(),
                        body.at("stop_sequences").elements().stream()
                                .map(Field::text)
                                .toList()),
                format(body.at("output_config")),
                reasoning(body),
                Boolean.TRUE.equals(stream),
                1,
                metadata.isAbsent() ? null : metadata.object().at("user_id").textOrNull(),
                others(body));
    }

    private static com.fasterxml.jackson.databind.JsonNode read(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new GatewayException(
                    new GatewayError.InvalidRequest(null, "the body is not valid JSON: send a JSON object in UTF-8"));
        }
    }

    private static List<Turn> turns(Field body) {
        List<Turn> turns = new ArrayList<>();
        Field system = body.at("system");
        if (!system.isAbsent()) {
            turns.add(new Turn(Role.SYSTEM, MessagesContent.of(system)));
        }
        for (Field message : body.at("messages").elements()) {
            Field role = message.object().at("role");
            turns.add(new Turn(
                    switch (role.text()) {
                        case "user" -> Role.USER;
                        case "assistant" -> Role.ASSISTANT;
                        case "system" -> Role.SYSTEM;
                        default -> throw role.wrong("is '" + role.text() + "': use user or assistant");
                    },
                    MessagesContent.of(message.at("content"))));
        }
        return turns;
    }

    private static OptionalLong maxTokens(Field max) {
        OptionalLong value = max.whole();
        if (value.isEmpty() || value.getAsLong() == 0) {
            throw max.wrong("is required: say how many tokens the answer may have, 1 or more");
        }
        return value;
    }

    private static Tool tool(Field tool) {
        String type = tool.object().at("type").textOrNull();
        if (type != null && !type.equals("custom")) {
            throw tool.at("type")
                    .wrong("'" + type + "' is a tool of Anthropic's own: use it with a model of Anthropic, or give"
                            + " a tool with an input_schema");
        }
        return new Tool(
                tool.at("name").text(),
                tool.at("description").textOrNull(),
                tool.at("input_schema").object().json(),
                tool.at("strict").flag(),
                tool.at("cache_control").jsonOrNull());
    }

    private static ToolChoice choice(Field choice) {
        if (choice.isAbsent()) {
            return ToolChoice.UNSAID;
        }
        Field type = choice.at("type");
        return switch (type.text()) {
            case "auto" -> ToolChoice.AUTO;
            case "any" -> ToolChoice.REQUIRED;
            case "none" -> ToolChoice.NONE;
            case "tool" -> new ToolChoice.Named(choice.at("name").text());
            default -> throw type.wrong("is '" + type.text() + "': use auto, any, tool or none");
        };
    }

    private static ResponseFormat format(Field config) {
        Field format = config.isAbsent() ? config : config.object().at("format");
        if (format.isAbsent()) {
            return ResponseFormat.TEXT;
        }
        Field type = format.object().at("type");
        if (!type.text().equals("json_schema")) {
            throw type.wrong("is '" + type.text() + "': use json_schema");
        }
        return new ResponseFormat.JsonSchema(
                "answer", format.at("schema").object().json(), true);
    }

    private static Reasoning reasoning(Field body) {
        Field thinking = body.at("thinking");
        Field config = body.at("output_config");
        String effort = config.isAbsent() ? null : config.at("effort").textOrNull();
        if (thinking.isAbsent()) {
            return effort == null ? Reasoning.UNSAID : new Reasoning.Effort(effort);
        }
        Field type = thinking.object().at("type");
        return switch (type.text()) {
            case "disabled" -> Reasoning.OFF;
            case "adaptive" -> effort == null ? new Reasoning.Adaptive() : new Reasoning.Effort(effort);
            case "enabled" -> {
                Field budget = thinking.at("budget_tokens");
                yield new Reasoning.Budget(
                        budget.whole().orElseThrow(() -> budget.wrong("is required: say how many tokens")));
            }
            default -> throw type.wrong("is '" + type.text() + "': use enabled, adaptive or disabled");
        };
    }

    private static Map<String, String> others(Field body) {
        Map<String, String> others = new HashMap<>();
        body.node().properties().forEach(member -> {
            if (!KNOWN.contains(member.getKey())) {
                others.put(member.getKey(), member.getValue().toString());
            }
        });
        return others;
    }
}
