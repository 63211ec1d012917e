package dev.sluice.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.bedrock.BedrockDialect;
import dev.sluice.gateway.provider.cohere.CohereDialect;
import dev.sluice.gateway.provider.ollama.OllamaDialect;
import dev.sluice.gateway.provider.openai.OpenAiDialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a provider sends: an answer or a failure, never an exception. */
class MutatedAnswersTest {
    private static final int MUTATIONS = 10_000;
    private static final String[] SNIPPETS = {
        "null", "{}", "[]", "\"\"", "-1", "1e99999999999", "1e400", "\\ud83d", "{\"a\":", "]", "true", "9".repeat(400)
    };

    /** @param events by name and data, as a good answer has them */
    record Answer(ProviderDialect dialect, List<Map.Entry<String, String>> events) {
        @Override
        public String toString() {
            return dialect.getClass().getSimpleName();
        }
    }

    static Stream<Answer> answers() {
        return Stream.of(
                new Answer(
                        new OpenAiDialect(),
                        List.of(
                                Map.entry(
                                        "",
                                        "{'id':'c','model':'m','choices':[{'index':0,'delta':{'role':'assistant'}}]}"),
                                Map.entry(
                                        "",
                                        "{'choices':[{'index':0,'delta':{'reasoning_content':'hm','content':'\u00fc','annotations':[{'type':'url_citation','url_citation':{'url':'https://a','start_index':1,'end_index':2}}]}}]}"),
                                Map.entry(
                                        "",
                                        "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'a','function':{'name':'x','arguments':'{}'}}]}}]}"),
                                Map.entry(
                                        "",
                                        "{'choices':[{'index':0,'message':{'content':'x'},'delta':{},'finish_reason':'tool_calls'}]}"),
                                Map.entry(
                                        "",
                                        "{'choices':[],'usage':{'prompt_tokens':4,'completion_tokens':9,'total_tokens':13}}"))),
                new Answer(
                        new BedrockDialect(InstantSource.system()),
                        List.of(
                                Map.entry("messageStart", "{'role':'assistant'}"),
                                Map.entry(
                                        "contentBlockDelta",
                                        "{'contentBlockIndex':0,'delta':{'reasoningContent':{'text':'hm'}}}"),
                                Map.entry(
                                        "contentBlockDelta",
                                        "{'contentBlockIndex':1,'delta':{'text':'Gr\u00fc\u00dfe'}}"),
                                Map.entry(
                                        "contentBlockStart",
                                        "{'contentBlockIndex':2,'start':{'toolUse':{'toolUseId':'a','name':'x'}}}"),
                                Map.entry(
                                        "contentBlockDelta",
                                        "{'contentBlockIndex':2,'delta':{'toolUse':{'input':'{}'}}}"),
                                Map.entry("contentBlockStop", "{'contentBlockIndex':2}"),
                                Map.entry(
                                        "messageStop",
                                        "{'stopReason':'tool_use','output':{'message':{'content':[{'text':'x'}]}}}"),
                                Map.entry(
                                        "metadata",
                                        "{'usage':{'inputTokens':4,'outputTokens':9,'cacheDetails':[{'ttl':'1h','inputTokens':2}]}}"))),
                new Answer(
                        new CohereDialect(),
                        List.of(
                                Map.entry("", "{'type':'message-start','id':'co1'}"),
                                Map.entry(
                                        "",
                                        "{'type':'content-delta','index':0,'delta':{'message':{'content':{'thinking':'hmm','text':'\u00fc'}}}}"),
                                Map.entry(
                                        "",
                                        "{'type':'citation-start','delta':{'message':{'citations':{'start':0,'end':1,'sources':[{'document':{'url':'https://a'}}]}}}}"),
                                Map.entry(
                                        "",
                                        "{'type':'tool-call-start','index':0,'delta':{'message':{'tool_calls':{'id':'a','function':{'name':'x'}}}}}"),
                                Map.entry(
                                        "",
                                        "{'type':'tool-call-delta','index':0,'delta':{'message':{'tool_calls':{'function':{'arguments':'{}'}}}}}"),
                                Map.entry(
                                        "",
                                        "{'type':'message-end','message':{'content':[{'type':'text','text':'x'}]},'delta':{'finish_reason':'COMPLETE','usage':{'tokens':{'input_tokens':70,'output_tokens':8}}}}"))),
                new Answer(
                        new OllamaDialect(),
                        List.of(
                                Map.entry(
                                        "",
                                        "{'model':'q','message':{'content':'\u00fc','thinking':'hm'},'done':false}"),
                                Map.entry(
                                        "",
                                        "{'message':{'tool_calls':[{'function':{'name':'x','arguments':{'a':[1.5,null]}}}]},'done':false}"),
                                Map.entry(
                                        "",
                                        "{'message':{'content':''},'done':true,'done_reason':'stop','prompt_eval_count':60,'eval_count':18}"))));
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] body = good.clone();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times && body.length > 0; i++) {
            int at = random.nextInt(body.length);
            switch (random.nextInt(4)) {
                case 0 -> body[at] = (byte) random.nextInt(256);
                case 1 -> body = Arrays.copyOf(body, at);
                case 2 -> body = replaced(body, at, Math.min(body.length, at + random.nextInt(8)), new byte[0]);
                default -> body = replaced(body, at, valueEnd(body, at), snippet(random));
            }
        }
        return body;
    }

    private static byte[] snippet(Random random) {
        return SNIPPETS[random.nextInt(SNIPPETS.length)].getBytes(StandardCharsets.UTF_8);
    }

    /** Up to where a value may end, so that what takes its place often leaves good JSON. */
    private static int valueEnd(byte[] body, int at) {
        int end = at;
        while (end < body.length && body[end] != ',' && body[end] != '}' && body[end] != ']') {
            end++;
        }
        return end;
    }

    private static byte[] replaced(byte[] body, int start, int end, byte[] by) {
        byte[] out = new byte[start + by.length + body.length - end];
        System.arraycopy(body, 0, out, 0, start);
        System.arraycopy(by, 0, out, start, by.length);
        System.arraycopy(body, end, out, start + by.length, body.length - end);
        return out;
    }

    @ParameterizedTest
    @MethodSource("answers")
    void neverThrow(Answer answer) {
        Random random = new Random(20_261_120);
        for (int n = 0; n < MUTATIONS; n++) {
            int at = random.nextInt(answer.events().size());
            byte[] bad = mutated(Wire.bytes(answer.events().get(at).getValue()), random);
            String what = n + ": " + new String(bad, StandardCharsets.UTF_8);
            List<StreamEvent> events = stream(answer, at, bad);

            long ends = events.stream()
                    .filter(event -> event instanceof StreamEvent.Finish || event instanceof StreamEvent.Failure)
                    .count();
            assertThat(ends).as(what).isBetween(1L, 2L);
            assertThat(events.stream()
                            .filter(StreamEvent.Finish.class::isInstance)
                            .count())
                    .as(what)
                    .isLessThanOrEqualTo(1);
            whole(answer.dialect(), bad);
        }
    }

    private static List<StreamEvent> stream(Answer answer, int at, byte[] bad) {
        StreamDecoder decoder = answer.dialect().stream();
        List<StreamEvent> events = new ArrayList<>();
        for (int i = 0; i < answer.events().size(); i++) {
            byte[] data = i == at ? bad : Wire.bytes(answer.events().get(i).getValue());
            events.addAll(decoder.event(answer.events().get(i).getKey(), data, 0, data.length));
        }
        events.addAll(decoder.end());
        return events;
    }

    private static void whole(ProviderDialect dialect, byte[] bad) {
        assertThat(dialect.classify(400, bad)).isNotNull();
        try {
            assertThat(dialect.reply(bad)).isNotNull();
        } catch (IOException e) {
            // As good as an answer here: the caller knows what to do.
        }
    }
}
