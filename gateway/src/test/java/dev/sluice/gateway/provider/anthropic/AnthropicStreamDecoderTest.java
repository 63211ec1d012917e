package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Fixtures.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.inference.chat.Citation;
import dev.sluice.gateway.inference.chat.FinishReason;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicStreamDecoderTest {
    private static final String START =
            "{'type':'message_start','message':{'id':'msg_1','model':'m','usage':{'input_tokens':4,'output_tokens':1}}}";
    private static final StreamEvent STARTED = new StreamEvent.Start("msg_1", "m");
    private static final StreamEvent FIRST_USAGE = new StreamEvent.Usage(Tokens.of(4, 1));
    private static final String STOP = "{'type':'message_stop'}";

    private static String blockStart(int index, String block) {
        return "{'type':'content_block_start','index':" + index + ",'content_block':" + block + "}";
    }

    private static String delta(int index, String delta) {
        return "{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}";
    }

    private static String blockStop(int index) {
        return "{'type':'content_block_stop','index':" + index + "}";
    }

    private static final String CITED = "{'type':'citations_delta','citation':{'type':'web_search_result_location',"
            + "'url':'https://a','title':'A','encrypted_index':'x','cited_text':'so'}}";

    @Test
    void citesABlockWhenItEnds() {
        assertThat(decode(
                        START,
                        blockStart(0, "{'type':'text','text':'I looked. '}"),
                        blockStop(0),
                        blockStart(1, "{'type':'text','text':'','citations':[]}"),
                        delta(1, CITED),
                        delta(1, "{'type':'text_delta','text':'Grüße'}"),
                        blockStop(1),
                        messageDelta("end_turn", 5),
                        STOP))
                .containsSubsequence(
                        new StreamEvent.TextDelta("Grüße"),
                        new StreamEvent.Cited(new Citation("https://a", "A", "so", 10, 15)),
                        new StreamEvent.Finish(FinishReason.STOP, null));
    }

    @Test
    void citesWithoutARangeWhereTextsWereNotRead() {
        AnthropicStreamDecoder decoder = new AnthropicStreamDecoder();
        List<StreamEvent> seen = new ArrayList<>();
        for (String event : List.of(
                START, blockStart(0, "{'type':'text','text':''}"), delta(0, "{'type':'text_delta','text':'a'}"))) {
            byte[] data = bytes(event);
            decoder.event("", data, 0, data.length);
            assertThat(decoder.repeats()).isTrue();
        }
        for (String event : List.of(
                blockStop(0),
                blockStart(1, "{'type':'text','text':'','citations':[]}"),
                delta(1, "{'type':'text_delta','text':'b'}"),
                delta(1, CITED),
                blockStop(1))) {
            byte[] data = bytes(event);
            seen.addAll(decoder.event("", data, 0, data.length));
        }
        assertThat(seen)
                .containsExactly(
                        new StreamEvent.TextDelta("b"),
                        new StreamEvent.Cited(new Citation("https://a", "A", "so", 0, 0)));
    }

    private static String messageDelta(String reason, int output) {
        return "{'type':'message_delta','delta':{'stop_reason':'" + reason + "'},'usage':{'output_tokens':" + output
                + "}}";
    }

    private static List<StreamEvent> decode(String... events) {
        AnthropicStreamDecoder decoder = new AnthropicStreamDecoder();
        List<StreamEvent> seen = new ArrayList<>();
        for (String event : events) {
            byte[] data = bytes(event);
            seen.addAll(decoder.event("", data, 0, data.length));
        }
        seen.addAll(decoder.end());
        return seen;
    }

    /** The events of a stream, their lines read as the framing does. */
    private static List<StreamEvent> decodeLines(String stream) {
        AnthropicStreamDecoder decoder = new AnthropicStreamDecoder();
        List<StreamEvent> seen = new ArrayList<>();
        String name = "";
        for (String line : stream.lines().toList()) {
            if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                byte[] data = ("xx" + line.substring(5) + "yy").getBytes(StandardCharsets.UTF_8);
                seen.addAll(decoder.event(name, data, 2, data.length - 2));
            }
        }
        seen.addAll(decoder.end());
        return seen;
    }

    @Test
    void readsTheRecordedStreamHoweverItsLinesAreWritten() {
        String stream = Fixtures.read("anthropic-text.sse");
        List<StreamEvent> expected = List.of(
                new StreamEvent.Start("msg_01", "claude-sonnet-4-6"),
                new StreamEvent.Usage(Tokens.of(4, 1).withCachedInput(100).withCacheWrite(10)),
                new StreamEvent.TextDelta("Grüße "),
                new StreamEvent.TextDelta("🌍!"),
                new StreamEvent.Usage(Tokens.of(4, 9).withCachedInput(100).withCacheWrite(10)),
                new StreamEvent.Finish(FinishReason.STOP, null));

        assertThat(decodeLines(stream)).isEqualTo(expected);
        assertThat(decodeLines(stream.replace("\n", "\r\n"))).isEqualTo(expected);
        assertThat(decodeLines(stream.replace("data: ", "data:"))).isEqualTo(expected);
        assertThat(decodeLines(stream.replace("\n\n", "\n\n: comment\n\n"))).isEqualTo(expected);
        assertThat(decodeLines(stream.replace("\"type\":\"message_start\",", "")))
                .isEqualTo(expected);
    }

    @Test
    void saysThatATruncatedStreamIsOne() {
        String stream = Fixtures.read("anthropic-text.sse");
        List<StreamEvent> seen = decodeLines(stream.substring(0, stream.indexOf("event: message_delta")));
        assertThat(seen.getLast())
                .isInstanceOfSatisfying(
                        StreamEvent.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.STREAM_INTERRUPTED));
        assertThat(seen).hasSize(5).noneMatch(StreamEvent.Finish.class::isInstance);
        assertThat(decode()).singleElement().isInstanceOf(StreamEvent.Failure.class);
    }

    @Test
    void isCompleteWithAStopReasonAlone() {
        List<StreamEvent> seen = decode(START, messageDelta("max_tokens", 2));
        assertThat(seen.getLast()).isEqualTo(new StreamEvent.Finish(FinishReason.LENGTH, null));
    }

    @Test
    void isCompleteWithAMessageStopAlone() {
        assertThat(decode(START, STOP))
                .containsExactly(STARTED, FIRST_USAGE, new StreamEvent.Finish(FinishReason.STOP, null));
    }

    @Test
    void finishesOnce() {
        assertThat(decode(START, messageDelta("end_turn", 2), messageDelta("end_turn", 3), STOP, STOP))
                .containsExactly(
                        STARTED,
                        FIRST_USAGE,
                        new StreamEvent.Usage(Tokens.of(4, 2)),
                        new StreamEvent.Finish(FinishReason.STOP, null),
                        new StreamEvent.Usage(Tokens.of(4, 3)));
    }

    @Test
    void numbersCallsFromZeroWithoutGaps() {
        String input = "{'type':'input_json_delta','partial_json':'%s'}";
        assertThat(decode(
                        START,
                        blockStart(0, "{'type':'text','text':''}"),
                        delta(0, "{'type':'text_delta','text':'Let me see.'}"),
                        blockStop(0),
                        blockStart(1, "{'type':'tool_use','id':'a','name':'time','input':{}}"),
                        delta(1, input.formatted("")),
                        delta(1, input.formatted("{\\\"tz\\\": \\\"U")),
                        delta(1, input.formatted("TC\\\"}")),
                        blockStop(1),
                        blockStart(2, "{'type':'server_tool_use','id':'s','name':'web_search','input':{}}"),
                        delta(2, input.formatted("{}")),
                        blockStop(2),
                        blockStart(3, "{'type':'tool_use','id':'b','name':'now','input':{}}"),
                        delta(3, input.formatted("")),
                        blockStop(3),
                        messageDelta("tool_use", 57),
                        STOP))
                .containsExactly(
                        STARTED,
                        FIRST_USAGE,
                        new StreamEvent.TextDelta("Let me see."),
                        new StreamEvent.ToolCallStart(0, "a", "time"),
                        new StreamEvent.ToolArgumentsDelta(0, "{\"tz\": \"U"),
                        new StreamEvent.ToolArgumentsDelta(0, "TC\"}"),
                        new StreamEvent.ToolCallStart(1, "b", "now"),
                        new StreamEvent.ToolArgumentsDelta(1, "{}"),
                        new StreamEvent.Usage(Tokens.of(4, 57)),
                        new StreamEvent.Finish(FinishReason.TOOL_CALLS, null));
    }

    @Test
    void givesArgumentsToACallThatIsNeverStopped() {
        assertThat(decode(
                        START,
                        blockStart(0, "{'type':'tool_use','id':'a','name':'f','input':{}}"),
                        messageDelta("end_turn", 5),
                        STOP))
                .containsSubsequence(
                        new StreamEvent.ToolArgumentsDelta(0, "{}"),
                        new StreamEvent.Finish(FinishReason.TOOL_CALLS, null));
    }

    @Test
    void takesTheInputOfAStartWhenNoDeltaComes() {
        String start = blockStart(0, "{'type':'tool_use','id':'a','name':'f','input':{'n':1}}");
        assertThat(decode(start, blockStop(0), STOP)).contains(new StreamEvent.ToolArgumentsDelta(0, "{\"n\":1}"));
        assertThat(decode(start, delta(0, "{'type':'input_json_delta','partial_json':'{}'}"), blockStop(0), STOP))
                .contains(new StreamEvent.ToolArgumentsDelta(0, "{}"))
                .doesNotContain(new StreamEvent.ToolArgumentsDelta(0, "{\"n\":1}"));
    }

    @Test
    void readsThoughts() {
        assertThat(decode(
                        START,
                        blockStart(0, "{'type':'thinking','thinking':'','signature':''}"),
                        delta(0, "{'type':'thinking_delta','thinking':'hm'}"),
                        delta(0, "{'type':'signature_delta','signature':'EqAB'}"),
                        blockStop(0),
                        blockStart(1, "{'type':'redacted_thinking','data':'b64'}"),
                        blockStop(1),
                        delta(2, "{'type':'citations_delta','citation':{}}"),
                        messageDelta("refusal", 5)))
                .containsExactly(
                        STARTED,
                        FIRST_USAGE,
                        new StreamEvent.ThinkingDelta("hm"),
                        new StreamEvent.ThinkingSignature("EqAB"),
                        new StreamEvent.HiddenThinking("b64"),
                        new StreamEvent.Usage(Tokens.of(4, 5)),
                        new StreamEvent.Finish(FinishReason.CONTENT_FILTER, null));
    }

    @Test
    void namesTheStopText() {
        assertThat(decode(
                        START,
                        "{'type':'message_delta','delta':{'stop_reason':'stop_sequence','stop_sequence':'END'}}",
                        STOP))
                .containsExactly(STARTED, FIRST_USAGE, new StreamEvent.Finish(FinishReason.STOP, "END"));
    }

    @Test
    void startsAnAnswerThatBeginsWithContent() {
        assertThat(decode(delta(0, "{'type':'text_delta','text':'a'}"), STOP))
                .startsWith(new StreamEvent.Start("", ""), new StreamEvent.TextDelta("a"));
    }

    @Test
    void endsWithAnErrorEvent() {
        assertThat(decode(
                        START,
                        "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}",
                        delta(0, "{'type':'text_delta','text':'a'}")))
                .containsExactly(STARTED, FIRST_USAGE, new StreamEvent.Failure(UpstreamClass.OVERLOADED, "Overloaded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'ping'}", "{'type':'of the future','index':0}", "{}", ""})
    void passesOverWhatItDoesNotKnow(String event) {
        assertThat(decode(event, START, event, STOP))
                .containsExactly(STARTED, FIRST_USAGE, new StreamEvent.Finish(FinishReason.STOP, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "x", "{'type':'ping'} x", "{'type':\0}"})
    void failsOnWhatIsNoEvent(String event) {
        assertThat(decode(START, event, STOP).getLast())
                .isInstanceOfSatisfying(
                        StreamEvent.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(UpstreamClass.SERVER_ERROR));
    }

    @Test
    void neverThrows() {
        String[] events = {
            START,
            blockStart(0, "{'type':'thinking','thinking':'hm'}"),
            blockStart(0, "{'type':'tool_use','id':'a','name':'f','input':{'a':[1,2.5e7]}}"),
            delta(0, "{'type':'input_json_delta','partial_json':'{}'}"),
            delta(0, "{'type':'text_delta','text':'Grüße 🌍'}"),
            blockStop(0),
            messageDelta("tool_use", 57),
            "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}}"
        };
        Random random = new Random(11);
        int failures = 0;
        for (int n = 0; n < 2_000; n++) {
            AnthropicStreamDecoder decoder = new AnthropicStreamDecoder();
            List<StreamEvent> seen = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte[] data = mutated(bytes(events[random.nextInt(events.length)]), random);
                seen.addAll(decoder.event("", data, 0, data.length));
            }
            seen.addAll(decoder.end());
            assertThat(seen).isNotEmpty();
            assertThat(seen.subList(0, seen.size() - 1)).noneMatch(StreamEvent.Failure.class::isInstance);
            failures += seen.getLast() instanceof StreamEvent.Failure ? 1 : 0;
        }
        assertThat(failures).isBetween(1_000, 1_999);
    }

    /** Some bytes changed, at times to others of JSON, or a part left out. */
    private static byte[] mutated(byte[] data, Random random) {
        byte[] json = bytes("{}[]',:0-9.eEntf\\");
        for (int i = random.nextInt(3); i > 0; i--) {
            data[random.nextInt(data.length)] =
                    random.nextBoolean() ? json[random.nextInt(json.length)] : (byte) random.nextInt(256);
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(data, random.nextInt(data.length)) : data;
    }
}
