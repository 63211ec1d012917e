package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads OpenAI's {@code POST /v1/responses}; nothing is kept between requests. */
final class ResponsesRequestReader {
    private static final String FIELDS =
            "model input instructions tools tool_choice parallel_tool_calls max_output_tokens"
                    + " temperature top_p text reasoning stream stream_options store include user metadata truncation service_tier"
                    + " prompt_cache_key prompt_cache_retention safety_identifier background top_logprobs max_tool_calls"
                    + " client_metadata";

    private final Asking asking = new Asking();
    private final InputItems items;
    private final Member request;

    private ResponsesRequestReader(JsonNode body, Signatures signatures) {
        request = Member.of(body);
        items = new InputItems(asking, signatures);
    }

    static Understood read(JsonNode body, Signatures signatures) {
        ResponsesRequestReader reader = new ResponsesRequestReader(body, signatures);
        reader.request.object(FIELDS);
        reader.tools();
        reader.form();
        reader.reasoning();
        reader.items.read(reader.request.get("input"));
        return reader.asking.understood();
    }

    private void tools() {
        for (Member tool : request.get("tools").elements()) {
            tool.object("type name description parameters strict").get("type").oneOf("function");
            if (tool.get("strict").flag()) {
                StrictSchema.require(tool.get("parameters"));
            }
            asking.offer(
                    tool.get("name").matching("[a-zA-Z0-9_-]{1,64}"),
                    tool.get("parameters").json());
        }
        Member choice = request.get("tool_choice");
        if (choice.json().isObject()) {
            choice.object("type name").get("type").oneOf("function");
            asking.callOnly(choice, choice.get("name").text());
        } else if (choice.isSaid() && choice.oneOf("auto none required").equals("none")) {
            asking.callNothing();
        }
    }

    private void form() {
        Member format = request.get("text").get("format");
        if (request.get("text").isSaid()) {
            request.get("text").object("format verbosity");
        }
        if (format.isSaid()
                && format.get("type").oneOf("text json_object json_schema").equals("json_schema")) {
            format.object("type name description schema strict").get("name").matching("[a-zA-Z0-9_-]{1,64}");
            if (format.get("strict").flag()) {
                StrictSchema.require(format.get("schema"));
            }
            asking.answerFits(format.get("schema").json());
        }
    }

    private void reasoning() {
        boolean reasons = request.get("model").filled().startsWith("gpt-5");
        if (request.get("max_output_tokens").isSaid()) {
            request.get("max_output_tokens").whole(16, 128_000);
        }
        request.get("temperature").require(!reasons || !request.has("temperature"), "Unsupported parameter");
        Member reasoning = request.get("reasoning");
        if (!reasoning.isSaid()) {
            return;
        }
        reasoning.require(reasons, "Unsupported parameter: 'reasoning' is not supported with this model");
        reasoning.object("effort summary generate_summary context");
        if (reasoning.get("effort").isSaid()) {
            reasoning.get("effort").oneOf("none minimal low medium high xhigh max");
        }
        asking.think();
    }
}
