package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Reads Anthropic's {@code POST /v1/messages}, for a model that takes both budgets and efforts. */
final class MessagesRequestReader {
    private static final String FIELDS =
            "model messages max_tokens system tools tool_choice thinking temperature top_p top_k"
                    + " stop_sequences stream metadata service_tier output_config context_management container cache_control";
    private static final int MOST_CACHE_MARKS = 4;

    private final Asking asking = new Asking();
    private final MessageBlocks blocks;
    private final Member request;
    private boolean thinks;

    private MessagesRequestReader(JsonNode body, Signatures signatures) {
        request = Member.of(body);
        blocks = new MessageBlocks(asking, signatures);
    }

    static Understood read(JsonNode body, Signatures signatures) {
        MessagesRequestReader reader = new MessagesRequestReader(body, signatures);
        reader.request.object(FIELDS);
        reader.request.get("max_tokens").whole(1, 128_000);
        reader.tools();
        reader.thinking();
        reader.output();
        reader.conversation();
        return reader.asking.understood();
    }

    /** Of a count, which asks for nothing. */
    static void readCount(JsonNode body, Signatures signatures) {
        MessagesRequestReader reader = new MessagesRequestReader(body, signatures);
        reader.request.object("model messages system tools tool_choice thinking output_config");
        reader.tools();
        reader.conversation();
    }

    private void tools() {
        for (Member tool : request.get("tools").elements()) {
            tool.object("type name description input_schema cache_control strict eager_input_streaming");
            Member schema = tool.get("input_schema");
            schema.require(schema.json().path("type").asText().equals("object"), "type must be 'object'");
            asking.offer(tool.get("name").matching("[a-zA-Z0-9_-]{1,128}"), schema.json());
        }
        Member choice = request.get("tool_choice");
        if (!choice.isSaid()) {
            return;
        }
        choice.require(asking.offers(), "may only be specified while providing tools");
        String type =
                choice.object("type name disable_parallel_tool_use").get("type").oneOf("auto any tool none");
        boolean thinking = request.has("thinking")
                && !request.json().path("thinking").path("type").asText().equals("disabled");
        choice.require(
                !thinking || type.equals("auto") || type.equals("none"),
                "Thinking may not be enabled when tool_choice forces tool use");
        if (type.equals("tool")) {
            asking.callOnly(choice, choice.get("name").text());
        } else if (type.equals("none")) {
            asking.callNothing();
        }
    }

    private void thinking() {
        Member thinking = request.get("thinking");
        if (thinking.isSaid()) {
            String type =
                    thinking.object("type budget_tokens display").get("type").oneOf("enabled disabled adaptive");
            if (type.equals("enabled")) {
                thinking.get("budget_tokens")
                        .whole(1_024, request.json().path("max_tokens").asLong() - 1);
            } else {
                thinking.require(!thinking.has("budget_tokens"), "budget_tokens: Extra inputs are not permitted");
            }
            thinks = !type.equals("disabled");
        }
        request.get("temperature").number(thinks ? 1 : 0, 1);
        request.get("top_p").number(thinks ? 0.95 : 0, 1);
        request.get("top_k").require(!thinks || !request.has("top_k"), "must be unset when thinking is enabled");
        request.get("temperature")
                .require(
                        !request.has("temperature") || !request.has("top_p"),
                        "`temperature` and `top_p` cannot both be specified for this model");
        if (thinks) {
            asking.think();
        }
    }

    private void output() {
        Member config = request.get("output_config");
        if (!config.isSaid()) {
            return;
        }
        config.object("effort format");
        if (config.get("effort").isSaid()) {
            config.get("effort").oneOf("low medium high max");
        }
        Member format = config.get("format");
        if (format.isSaid()) {
            format.object("type schema").get("type").oneOf("json_schema");
            Member schema = format.get("schema");
            schema.require(
                    schema.json().path("additionalProperties").isBoolean(),
                    "For 'object' type, 'additionalProperties' must be explicitly set to false");
            asking.answerFits(schema.json());
        }
    }

    private void conversation() {
        Member system = request.get("system");
        if (system.isSaid() && !system.json().isTextual()) {
            system.elements().forEach(blocks::systemText);
        }
        List<Member> messages = request.get("messages").elements();
        request.get("messages").require(!messages.isEmpty(), "at least one message is required");
        messages.getFirst().get("role").oneOf("user");
        for (Member message : messages) {
            String role = message.object("role content").get("role").oneOf("user assistant");
            if (role.equals("user")) {
                blocks.user(message.get("content"));
            } else {
                boolean last = message.path().equals(messages.getLast().path());
                blocks.assistant(message.get("content"), last);
            }
        }
        asking.requireAnswered(request.get("messages"));
        if (thinks) {
            blocks.requireThoughtBeforeCall(messages);
        }
        int marks = request.json().findValues("cache_control").size();
        request.require(
                marks <= MOST_CACHE_MARKS, "A maximum of 4 blocks with cache_control may be provided. Found " + marks);
    }
}
