package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads OpenAI's {@code POST /v1/chat/completions} as strictly as OpenAI does. */
final class ChatRequestReader {
    private static final String FIELDS =
            "model messages max_tokens max_completion_tokens temperature top_p n stop seed stream"
                    + " stream_options tools tool_choice parallel_tool_calls response_format reasoning_effort user metadata store"
                    + " frequency_penalty presence_penalty logprobs top_logprobs logit_bias service_tier prompt_cache_key"
                    + " safety_identifier verbosity";

    private final Asking asking = new Asking();
    private final Member request;

    private ChatRequestReader(JsonNode body) {
        request = Member.of(body);
    }

    static Understood read(JsonNode body) {
        ChatRequestReader reader = new ChatRequestReader(body);
        reader.request.object(FIELDS);
        reader.tools();
        reader.limits();
        reader.form();
        reader.conversation();
        return reader.asking.understood();
    }

    private void limits() {
        boolean reasons = request.get("model").filled().startsWith("gpt-5");
        if (reasons) {
            request.get("max_tokens")
                    .require(!request.has("max_tokens"), "Unsupported parameter: use 'max_completion_tokens'");
            request.get("tools")
                    .require(
                            !asking.offers()
                                    || request.json()
                                            .path("reasoning_effort")
                                            .asText()
                                            .equals("none"),
                            "Function tools with reasoning_effort are not supported for this model in"
                                    + " /v1/chat/completions. Please use /v1/responses instead.");
        } else {
            request.get("reasoning_effort")
                    .require(
                            !request.has("reasoning_effort"),
                            "Unrecognized request argument supplied: reasoning_effort");
        }
        request.get("temperature").number(reasons ? 1 : 0, reasons ? 1 : 2);
        request.get("top_p").number(0, 1);
        if (request.get("stream_options").isSaid()) {
            request.get("stream_options")
                    .require(request.get("stream").flag(), "only allowed when 'stream' is enabled");
            request.get("stream_options").object("include_usage include_obfuscation");
        }
    }

    private void tools() {
        for (Member tool : request.get("tools").elements()) {
            tool.object("type function").get("type").oneOf("function");
            Member function = tool.get("function").object("name description parameters strict");
            String name = function.get("name").matching("[a-zA-Z0-9_-]{1,64}");
            if (function.get("strict").flag()) {
                StrictSchema.require(function.get("parameters"));
            }
            asking.offer(name, function.get("parameters").json());
        }
        Member choice = request.get("tool_choice");
        choice.require(!choice.isSaid() || asking.offers(), "only allowed when 'tools' are specified");
        request.get("parallel_tool_calls")
                .require(
                        !request.has("parallel_tool_calls") || asking.offers(),
                        "only allowed when 'tools' are specified");
        if (choice.json().isObject()) {
            choice.object("type function").get("type").oneOf("function");
            asking.callOnly(
                    choice, choice.get("function").object("name").get("name").text());
        } else if (choice.isSaid() && choice.oneOf("auto none required").equals("none")) {
            asking.callNothing();
        }
    }

    private void form() {
        Member format = request.get("response_format");
        if (format.isSaid()
                && format.get("type").oneOf("text json_object json_schema").equals("json_schema")) {
            Member schema =
                    format.object("type json_schema").get("json_schema").object("name description schema strict");
            schema.get("name").matching("[a-zA-Z0-9_-]{1,64}");
            if (schema.get("strict").flag()) {
                StrictSchema.require(schema.get("schema"));
            }
            asking.answerFits(schema.get("schema").json());
        }
    }

    private void conversation() {
        request.get("messages").require(!request.get("messages").elements().isEmpty(), "must not be empty");
        for (Member message : request.get("messages").elements()) {
            String role = message.get("role").oneOf("system developer user assistant tool");
            if (!role.equals("tool")) {
                asking.requireAnswered(message);
            }
            switch (role) {
                case "user" ->
                    asking.userSays(content(message.object("role content name").get("content")));
                case "assistant" -> assistant(message.object("role content name refusal tool_calls audio annotations"));
                case "tool" ->
                    asking.toolAnswers(
                            message.object("role content name tool_call_id").get("tool_call_id"),
                            message.get("tool_call_id").text(),
                            content(message.get("content")));
                default -> content(message.object("role content name").get("content"));
            }
        }
        asking.requireAnswered(request.get("messages"));
    }

    private void assistant(Member message) {
        asking.modelSpeaks();
        message.require(message.get("content").isSaid() || message.has("tool_calls"), "has neither content nor calls");
        for (Member call : message.get("tool_calls").elements()) {
            call.object("id type function").get("type").oneOf("function");
            Member function = call.get("function").object("name arguments");
            function.get("name").matching("[a-zA-Z0-9_-]{1,64}");
            Arguments.read(function.get("arguments"));
            asking.modelCalls(call.get("id"), call.get("id").matching(".{1,40}"));
        }
    }

    private static String content(Member content) {
        if (content.json().isTextual()) {
            return content.text();
        }
        StringBuilder text = new StringBuilder();
        for (Member part : content.elements()) {
            if (part.get("type")
                    .oneOf("text image_url input_audio file refusal")
                    .equals("text")) {
                text.append(part.object("type text").get("text").text());
            }
        }
        return text.toString();
    }
}
