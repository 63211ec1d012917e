package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client made of a stream, in OpenAI's words.
 *
 * @param finish null: the stream did not say
 */
record Result(
        String content,
        String reasoning,
        String signature,
        List<ToolCall> calls,
        @Nullable String finish) {
    private static final ObjectMapper JSON = new ObjectMapper();

    record ToolCall(String id, String name, String arguments) {}

    /** What differs from what is expected; members that are absent there may be anything. */
    List<String> differences(JsonNode expected) {
        List<String> problems = new ArrayList<>();
        text(problems, "content", expected, content);
        text(problems, "reasoning", expected, reasoning);
        text(problems, "signature", expected, signature);
        if (expected.has("finish_reason")) {
            String wanted = expected.path("finish_reason").textValue();
            if (!Objects.equals(wanted, finish)) {
                problems.add("finish_reason is " + finish + ", not " + wanted);
            }
        }
        if (expected.has("tool_calls")) {
            calls(problems, expected.path("tool_calls"));
        }
        return problems;
    }

    private static void text(List<String> problems, String name, JsonNode expected, String seen) {
        if (expected.has(name) && !expected.path(name).asText().equals(seen)) {
            problems.add(
                    name + " is '" + seen + "', not '" + expected.path(name).asText() + "'");
        }
    }

    private void calls(List<String> problems, JsonNode expected) {
        if (expected.size() != calls.size()) {
            problems.add("there are " + calls.size() + " tool calls, not " + expected.size());
            return;
        }
        for (int i = 0; i < calls.size(); i++) {
            ToolCall call = calls.get(i);
            JsonNode wanted = expected.get(i);
            String id = wanted.path("id").asText();
            if (!id.equals("*") && !id.equals(call.id())) {
                problems.add("tool call " + i + " has the id " + call.id() + ", not " + id);
            }
            if (id.equals("*") && call.id().isEmpty()) {
                problems.add("tool call " + i + " has no id");
            }
            if (!wanted.path("name").asText().equals(call.name())) {
                problems.add("tool call " + i + " is of " + call.name() + ", not "
                        + wanted.path("name").asText());
            }
            if (!Json.same(parse(call.arguments()), wanted.path("arguments"))) {
                problems.add("tool call " + i + " has the arguments " + call.arguments() + ", not "
                        + wanted.path("arguments"));
            }
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The same of what was recorded: tokens, and the class of an error. */
    static List<String> differences(UsageRecord record, JsonNode expected) {
        List<String> problems = new ArrayList<>();
        Tokens tokens = record.tokens();
        JsonNode usage = expected.path("usage");
        long completion = tokens.allOutput();
        count(problems, usage, "prompt", tokens.allInput());
        count(problems, usage, "completion", completion);
        count(problems, usage, "total", tokens.allInput() + completion);
        count(problems, usage, "cached", tokens.cachedInput());
        count(problems, usage, "cache_write", tokens.cacheWrite() + tokens.cacheWrite1h());
        count(problems, usage, "reasoning", tokens.reasoning());
        if (!usage.isMissingNode() && record.estimated()) {
            problems.add("the usage is estimated, though it is stated");
        }
        String error = expected.path("error").path("class").asText();
        if (!error.equals(record.errorClass())) {
            problems.add("the error's class is '" + record.errorClass() + "', not '" + error + "'");
        }
        return problems;
    }

    private static void count(List<String> problems, JsonNode usage, String name, long seen) {
        if (usage.has(name) && usage.path(name).asLong() != seen) {
            problems.add("usage." + name + " is " + seen + ", not "
                    + usage.path(name).asLong());
        }
    }
}
