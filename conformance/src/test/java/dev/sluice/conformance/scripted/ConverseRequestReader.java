package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads Bedrock's {@code Converse}, for a model of Anthropic's. */
final class ConverseRequestReader {
    private static final String FIELDS = "messages system inferenceConfig toolConfig additionalModelRequestFields"
            + " additionalModelResponseFieldPaths requestMetadata performanceConfig outputConfig guardrailConfig serviceTier";

    private final Asking asking = new Asking();
    private final Member request;
    private final ConverseBlocks blocks;

    private ConverseRequestReader(JsonNode body, Signatures signatures) {
        request = Member.of(body);
        blocks = new ConverseBlocks(asking, signatures);
    }

    static Understood read(JsonNode body, Signatures signatures) {
        ConverseRequestReader reader = new ConverseRequestReader(body, signatures);
        reader.request.object(FIELDS);
        reader.tools();
        boolean thinks = reader.thinks(reader.request.get("additionalModelRequestFields"));
        reader.limits(reader.request.get("inferenceConfig"), thinks);
        reader.form(reader.request.get("outputConfig"));
        reader.messages(thinks);
        return reader.asking.understood();
    }

    private void tools() {
        Member config = request.get("toolConfig");
        if (!config.isSaid()) {
            return;
        }
        config.object("tools toolChoice")
                .get("tools")
                .require(!config.get("tools").elements().isEmpty(), "must not be empty");
        for (Member tool : config.get("tools").elements()) {
            if (tool.object("toolSpec cachePoint").has("toolSpec")) {
                Member spec = tool.get("toolSpec").object("name description inputSchema strict");
                JsonNode schema = spec.get("inputSchema").object("json").json().path("json");
                spec.require(schema.path("type").asText().equals("object"), "inputSchema.json.type must be object");
                asking.offer(spec.get("name").matching("[a-zA-Z0-9_-]{1,64}"), schema);
            }
        }
        Member choice = config.get("toolChoice");
        if (choice.isSaid()) {
            choice.object("auto any tool").require(choice.json().size() == 1, "must have exactly one member");
            if (choice.has("tool")) {
                asking.callOnly(
                        choice, choice.get("tool").object("name").get("name").text());
            }
        }
    }

    private boolean thinks(Member additional) {
        JsonNode thinking = additional.json().path("thinking");
        boolean thinks = thinking.isObject() && !thinking.path("type").asText().equals("disabled");
        if (thinking.isObject()) {
            Member member = additional.get("thinking").object("type budget_tokens display");
            if (member.get("type").oneOf("enabled disabled adaptive").equals("enabled")) {
                long max =
                        request.json().path("inferenceConfig").path("maxTokens").asLong(4_096);
                member.get("budget_tokens").whole(1_024, max - 1);
            }
        }
        Member choice = request.get("toolConfig").get("toolChoice");
        choice.require(
                !thinks || !choice.isSaid() || choice.has("auto"),
                "Thinking may not be enabled when tool_choice forces tool use.");
        if (thinks) {
            asking.think();
        }
        return thinks;
    }

    private void limits(Member config, boolean thinks) {
        if (config.isSaid()) {
            config.object("maxTokens temperature topP stopSequences");
            config.get("temperature").number(thinks ? 1 : 0, 1);
            config.get("topP").number(thinks ? 0.95 : 0, 1);
            if (config.has("maxTokens")) {
                config.get("maxTokens").whole(1, 128_000);
            }
        }
    }

    private void form(Member config) {
        if (config.isSaid()) {
            Member format = config.object("textFormat").get("textFormat").object("type structure");
            format.get("type").oneOf("json_schema");
            Member schema = format.get("structure").object("jsonSchema").get("jsonSchema");
            Member text = schema.object("name description schema").get("schema");
            asking.answerFits(Arguments.read(text));
        }
    }

    private void messages(boolean thinks) {
        request.get("system").elements().forEach(block -> {
            if (block.object("text cachePoint guardContent").has("text")) {
                block.get("text").filled();
            }
        });
        String before = "assistant";
        boolean usesTools = false;
        for (Member message : request.get("messages").elements()) {
            String role = message.object("role content").get("role").oneOf("user assistant");
            message.require(
                    !role.equals(before), "roles must alternate between \"user\" and \"assistant\", user first");
            before = role;
            message.require(!message.get("content").elements().isEmpty(), "The content field is empty");
            if (role.equals("user")) {
                usesTools |= blocks.user(message);
            } else {
                usesTools |= blocks.assistant(message);
            }
        }
        asking.requireAnswered(request.get("messages"));
        if (thinks) {
            ConverseBlocks.requireThoughtBeforeCall(request.get("messages").elements());
        }
        request.get("toolConfig")
                .require(
                        !usesTools || request.has("toolConfig"),
                        "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
    }
}
