package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.inference.chat.StreamEvent.Failure;
import dev.sluice.gateway.inference.chat.StreamEvent.Finish;
import dev.sluice.gateway.inference.chat.StreamEvent.HiddenThinking;
import dev.sluice.gateway.inference.chat.StreamEvent.Start;
import dev.sluice.gateway.inference.chat.StreamEvent.TextDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ThinkingDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ThinkingSignature;
import dev.sluice.gateway.inference.chat.StreamEvent.ToolArgumentsDelta;
import dev.sluice.gateway.inference.chat.StreamEvent.ToolCallStart;
import dev.sluice.gateway.inference.chat.StreamEvent.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatStreamEncoderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD =
            "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1780000000,\"model\":\"mö\",";
    private static final Start START = new Start("theirs", "their-model");
    private static final Finish STOP = new Finish(FinishReason.STOP, null);

    private static ChatStreamEncoder encoder(boolean includeUsage) {
        return new ChatStreamEncoder("chatcmpl-1", 1780000000, "mö", includeUsage);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String written(ChatStreamEncoder encoder, StreamEvent... events) {
        StringBuilder text = new StringBuilder();
        for (StreamEvent event : events) {
            text.append(text(encoder.encode(event)));
        }
        return text.append(text(encoder.end())).toString();
    }

    /** The deltas of the chunks between the role and the reason of the end. */
    private static List<JsonNode> deltas(StreamEvent... events) throws IOException {
        List<JsonNode> deltas = new ArrayList<>();
        ChatStreamEncoder encoder = encoder(false);
        for (StreamEvent event : events) {
            for (String line : text(encoder.encode(event)).split("\n\n", 0)) {
                if (!line.isEmpty()) {
                    deltas.add(JSON.readTree(line.substring("data: ".length())).at("/choices/0/delta"));
                }
            }
        }
        return deltas;
    }

    @Test
    void writesRoleDeltasAndReasonInOrder() {
        assertThat(written(
                        encoder(false), START, new TextDelta("He\n"), new TextDelta(""), new TextDelta("y 🌍"), STOP))
                .isEqualTo(HEAD
                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n"
                        + HEAD
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"He\\n\"},\"finish_reason\":null}]}\n\n"
                        + HEAD
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"y 🌍\"},\"finish_reason\":null}]}\n\n"
                        + HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void writesTheLastUsageWhereItIsAskedFor() {
        assertThat(written(
                        encoder(true),
                        START,
                        new Usage(Tokens.of(9, 1)),
                        STOP,
                        new Usage(Tokens.of(10, 4)
                                .withCachedInput(2)
                                .withCacheWrite(3)
                                .withReasoning(5))))
                .isEqualTo(HEAD
                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"usage\":null}\n\n"
                        + HEAD
                        + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n"
                        + HEAD
                        + "\"choices\":[],\"usage\":{\"prompt_tokens\":15,\"completion_tokens\":9,\"total_tokens\":24,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":2,\"cache_write_tokens\":3},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":5}}}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void keepsUsageFromWhoDidNotAsk() {
        assertThat(written(encoder(false), START, STOP, new Usage(Tokens.NONE))).doesNotContain("usage");
    }

    @Test
    void writesCallsAsOpenAiDoes() throws IOException {
        assertThat(deltas(
                        new ToolCallStart(0, "call_a", "f"),
                        new ToolArgumentsDelta(0, ""),
                        new ToolArgumentsDelta(0, "{\"a\":"),
                        new ToolArgumentsDelta(0, "1}"),
                        new ToolCallStart(1, "call_b", "g"),
                        new ToolCallStart(2, "call_c", "h"),
                        STOP))
                .containsExactly(
                        JSON.readTree("{\"tool_calls\":[{\"index\":0,\"id\":\"call_a\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"),
                        arguments(0, "{\\\"a\\\":"),
                        arguments(0, "1}"),
                        JSON.readTree("{\"tool_calls\":[{\"index\":1,\"id\":\"call_b\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"g\",\"arguments\":\"\"}}]}"),
                        arguments(1, "{}"),
                        JSON.readTree("{\"tool_calls\":[{\"index\":2,\"id\":\"call_c\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"h\",\"arguments\":\"\"}}]}"),
                        arguments(2, "{}"),
                        JSON.createObjectNode());
    }

    private static JsonNode arguments(int index, String escaped) throws IOException {
        return JSON.readTree(
                "{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":\"" + escaped + "\"}}]}");
    }

    @Test
    void pitfall15SaysThatToolsAreCalledWhereTheProviderOnlyStopped() {
        assertThat(written(encoder(false), START, new ToolCallStart(0, "1", "f"), STOP))
                .contains("\"finish_reason\":\"tool_calls\"")
                .doesNotContain("\"finish_reason\":\"stop\"");
        assertThat(written(
                        encoder(false), START, new ToolCallStart(0, "1", "f"), new Finish(FinishReason.LENGTH, null)))
                .contains("\"finish_reason\":\"length\"");
    }

    @Test
    void endsOnce() {
        assertThat(written(encoder(false), START, STOP, new Finish(FinishReason.LENGTH, null)))
                .containsOnlyOnce("\"finish_reason\":\"")
                .contains("\"finish_reason\":\"stop\"");
    }

    @Test
    void numbersBlocksOfThinking() throws IOException {
        assertThat(deltas(
                        new ThinkingDelta("a"),
                        new ThinkingDelta("b"),
                        new ThinkingSignature("s"),
                        new HiddenThinking("d"),
                        new ThinkingSignature("t"),
                        new ThinkingDelta("c"),
                        new TextDelta("x"),
                        new ThinkingDelta("e")))
                .containsExactly(
                        thought("a", 0),
                        thought("b", 0),
                        JSON.readTree("{\"thinking_blocks\":[{\"index\":0,\"type\":\"thinking\",\"thinking\":\"\","
                                + "\"signature\":\"s\"}]}"),
                        JSON.readTree(
                                "{\"thinking_blocks\":[{\"index\":1,\"type\":\"redacted_thinking\",\"data\":\"d\"}]}"),
                        JSON.readTree("{\"thinking_blocks\":[{\"index\":2,\"type\":\"thinking\",\"thinking\":\"\","
                                + "\"signature\":\"t\"}]}"),
                        thought("c", 3),
                        JSON.readTree("{\"content\":\"x\"}"),
                        thought("e", 4));
    }

    private static JsonNode thought(String text, int block) throws IOException {
        return JSON.readTree("{\"reasoning_content\":\"" + text + "\",\"thinking_blocks\":[{\"index\":" + block
                + ",\"type\":\"thinking\",\"thinking\":\"" + text + "\"}]}");
    }

    @Test
    void breaksOffWithOneError() {
        Failure failure = new Failure(UpstreamClass.OVERLOADED, "too \"busy\"");

        assertThat(written(encoder(true), START, failure, new TextDelta("a"), STOP, failure))
                .endsWith(
                        "\"usage\":null}\n\ndata: {\"error\":{\"message\":\"too \\\"busy\\\"\",\"type\":\"server_error\","
                                + "\"param\":null,\"code\":\"overloaded\"}}\n\n")
                .containsOnlyOnce("{\"error\":");
    }

    @Test
    void saysOfEachFailureWhatItIs() throws IOException {
        Map<UpstreamClass, String> codes = new EnumMap<>(UpstreamClass.class);
        for (UpstreamClass kind : UpstreamClass.values()) {
            String event = text(encoder(false).encode(new Failure(kind, "m")));
            JsonNode error = JSON.readTree(event.substring("data: ".length())).get("error");
            codes.put(
                    kind,
                    error.get("type").textValue() + "/" + error.get("code").textValue());
        }

        assertThat(codes)
                .containsEntry(UpstreamClass.RATE_LIMITED, "rate_limit_error/rate_limit_exceeded")
                .containsEntry(UpstreamClass.QUOTA_EXHAUSTED, "rate_limit_error/insufficient_quota")
                .containsEntry(UpstreamClass.TIMEOUT_IDLE, "server_error/upstream_timeout")
                .containsEntry(UpstreamClass.CONTENT_POLICY, "invalid_request_error/content_policy_violation")
                .containsEntry(UpstreamClass.STREAM_INTERRUPTED, "server_error/upstream_error");
    }

    @Test
    void doesNotSayItIsDoneWithoutAReason() {
        assertThat(written(encoder(true), START, new TextDelta("a"))).doesNotContain("[DONE]");
    }
}
