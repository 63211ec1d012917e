package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.endpoint.openai.chat.Field;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads a request for a response, all of it, into the neutral vocabulary. */
final class ResponsesRequestDecoder {
    private ResponsesRequestDecoder() {}

    /** @throws GatewayException with an invalid request that names the field at fault */
    static ChatRequest decode(byte[] body) {
        Field request = Field.ofBody(body);
        UnkeptState.refuse(request);
        OfferedFunctions offered = OfferedFunctions.decode(request);
        Field limit = request.member("max_output_tokens");
        return new ChatRequest(
                turns(request),
                offered.tools(),
                offered.choice(),
                offered.parallelCalls(),
                limit.isSaid() ? OptionalLong.of(limit.whole(1, Long.MAX_VALUE)) : OptionalLong.empty(),
                new Sampling(
                        request.member("temperature").numberIfSaid(0, 2),
                        request.member("top_p").numberIfSaid(0, 1),
                        OptionalInt.empty(),
                        null,
                        null,
                        OptionalLong.empty(),
                        List.of()),
                format(request.member("text")),
                reasoning(request.member("reasoning")),
                Boolean.TRUE.equals(request.member("stream").flagIfSaid()),
                1,
                request.member("user").textIfSaid(),
                OtherFields.of(request));
    }

    private static List<Turn> turns(Field request) {
        List<Turn> turns = new ArrayList<>();
        String instructions = request.member("instructions").textIfSaid();
        if (instructions != null && !instructions.isEmpty()) {
            turns.add(new Turn(Role.SYSTEM, List.of(new Content.Text(instructions))));
        }
        turns.addAll(InputDecoder.decode(request.member("input")));
        return turns;
    }

    private static ResponseFormat format(Field text) {
        Field format = text.isSaid() ? text.object().member("format") : text;
        if (!format.isSaid()) {
            return ResponseFormat.TEXT;
        }
        Field type = format.object().member("type");
        return switch (type.text()) {
            case "text" -> ResponseFormat.TEXT;
            case "json_object" -> ResponseFormat.JSON_OBJECT;
            case "json_schema" ->
                new ResponseFormat.JsonSchema(
                        format.member("name").filledText(),
                        format.member("schema").object().json(),
                        format.member("strict").flagIfSaid());
            default -> throw type.wrong("must be text, json_object or json_schema");
        };
    }

    /** A summary of the thoughts is given whenever the provider shows them. */
    private static Reasoning reasoning(Field reasoning) {
        Field effort = reasoning.isSaid() ? reasoning.object().member("effort") : reasoning;
        if (!effort.isSaid()) {
            return Reasoning.UNSAID;
        }
        String level = effort.text();
        return switch (level) {
            case "none" -> Reasoning.OFF;
            case "minimal", "low", "medium", "high", "xhigh" -> new Reasoning.Effort(level);
            // Only some models of OpenAI have it; to all others the highest level is the one below.
            case "max" -> new Reasoning.Effort("xhigh");
            default -> throw effort.wrong("must be none, minimal, low, medium, high, xhigh or max");
        };
    }
}
