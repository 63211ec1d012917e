package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.endpoint.anthropic.MessagesDialect;
import dev.sluice.gateway.endpoint.openai.chat.ChatStreamEncoder;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEncoder;
import dev.sluice.gateway.provider.DecodedStreams;
import dev.sluice.gateway.provider.StreamReader;
import dev.sluice.gateway.provider.anthropic.AnthropicStreamDecoder;
import dev.sluice.gateway.provider.cohere.CohereDialect;
import dev.sluice.gateway.provider.openai.OpenAiDialect;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A text that is copied from event to event comes to the same as one that is read and written again. */
class TranslatedRepeatsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TEXTS = {
        "a",
        " Hello",
        "text_delta",
        "assistant",
        "\\\"quoted\\\"",
        "\\u00e9\\/",
        "é日本🙂",
        "\\ud83d",
        "\u2028",
        "{\\\"a\\\":",
        "1}",
        ""
    };

    /** From a provider's dialect to a client's, and the events of which streams are made; {@code %} stands for a text. */
    record Way(Supplier<StreamDecoder> decoder, Supplier<StreamEncoder> encoder, List<String> events) {
        @Override
        public String toString() {
            return decoder.get().getClass().getSimpleName()
                    + " to "
                    + encoder.get().getClass().getSimpleName();
        }
    }

    static Stream<Way> ways() {
        return Stream.of(
                new Way(
                        () -> new OpenAiDialect().stream(),
                        TranslatedRepeatsTest::messages,
                        List.of(
                                chunk("\"content\":\"%\""),
                                chunk("\"content\":\"%\""),
                                chunk("\"reasoning_content\":\"%\""),
                                chunk("\"reasoning\":\"%\",\"reasoning_content\":\"%\""),
                                chunk(
                                        "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"%\"}}]"),
                                chunk("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%\"}}]"),
                                chunk("\"tool_calls\":[{\"index\":1,\"id\":\"d\",\"function\":{\"name\":\"g\"}}]"),
                                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n",
                                ": comment\n\n")),
                new Way(
                        AnthropicStreamDecoder::new,
                        TranslatedRepeatsTest::chat,
                        List.of(
                                delta("\"type\":\"text_delta\",\"text\":\"%\""),
                                delta("\"type\":\"text_delta\",\"text\":\"%\""),
                                delta("\"type\":\"thinking_delta\",\"thinking\":\"%\""),
                                delta("\"type\":\"input_json_delta\",\"partial_json\":\"%\""),
                                "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}\n\n",
                                "event: ping\ndata: {\"type\":\"ping\"}\n\n")),
                new Way(
                        () -> new CohereDialect().stream(),
                        TranslatedRepeatsTest::chat,
                        List.of(
                                "data: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"%\"}}}}\n\n",
                                "data: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"thinking\":\"%\"}}}}\n\n",
                                "data: {\"type\":\"tool-plan-delta\",\"delta\":{\"message\":{\"tool_plan\":\"%\"}}}\n\n")));
    }

    private static String chunk(String delta) {
        return "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}\n\n";
    }

    private static String delta(String delta) {
        return "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{" + delta
                + "}}\n\n";
    }

    private static StreamEncoder messages() {
        byte[] body = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        return MessagesDialect.INSTANCE.stream(
                new ChatCall(body, RequestScanner.scan(body, Payload.MESSAGES, false), MessagesDialect.INSTANCE));
    }

    private static StreamEncoder chat() {
        return new ChatStreamEncoder("chatcmpl-1", 1_700_000_000, "m", true);
    }

    /** Relays a stream, with or without the comparison with the last event. */
    private static final class Relay implements StreamFrames.Handler {
        private final StreamReader reader;
        private final RepeatedEvent repeated;
        private final Pieces sent = new Pieces();
        private final boolean comparing;
        private int known;

        Relay(Way way, boolean comparing) {
            reader = DecodedStreams.of(way.decoder().get(), way.encoder().get());
            repeated = new RepeatedEvent(reader);
            this.comparing = comparing;
        }

        @Override
        public int known(byte[] bytes, int start, int limit) {
            int end = comparing ? repeated.match(bytes, start, limit) : -1;
            if (end > 0) {
                known++;
                repeated.write(bytes, start, end, sent);
            }
            return end;
        }

        @Override
        public void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
            boolean content = dataStart >= 0 && reader.event(data, dataStart, dataEnd) == StreamReader.Verdict.CONTENT;
            if (content) {
                repeated.learn(bytes, start, end);
            } else {
                repeated.forget();
            }
            byte[] own = dataStart < 0 ? null : reader.forClient();
            if (own != null) {
                sent.add(own, 0, own.length);
            }
        }

        Relay read(String stream, int cut) {
            EventFrames frames = new EventFrames();
            byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < bytes.length; from += cut) {
                frames.feed(Buffer.buffer(Arrays.copyOfRange(bytes, from, Math.min(from + cut, bytes.length))), this);
            }
            return this;
        }

        /** The events as the client understands them. */
        List<JsonNode> events() throws IOException {
            List<JsonNode> events = new ArrayList<>();
            for (String line : sent.take().toString().split("\n", -1)) {
                if (line.startsWith("data: {")) {
                    events.add(
                            JSON.readTree(line.substring("data: ".length()).replaceAll("msg_[0-9a-f]{32}", "msg_1")));
                }
            }
            return events;
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void comesToTheSameAsReadingEveryEvent(Way way) throws IOException {
        Random random = new Random(5);
        int known = 0;
        for (int n = 0; n < 300; n++) {
            StringBuilder stream = new StringBuilder();
            String event = way.events().getFirst();
            for (int e = 0; e < 40; e++) {
                event = random.nextInt(3) == 0
                        ? way.events().get(random.nextInt(way.events().size()))
                        : event;
                stream.append(event.replace("%", TEXTS[random.nextInt(TEXTS.length)]));
            }
            List<JsonNode> every =
                    new Relay(way, false).read(stream.toString(), 1 << 20).events();
            for (int cut : new int[] {1 << 20, 1 + random.nextInt(400)}) {
                Relay relay = new Relay(way, true).read(stream.toString(), cut);
                known += relay.known;
                assertThat(relay.events()).isEqualTo(every);
            }
        }
        assertThat(known).isGreaterThan(1_000);
    }

    @Test
    void copiesNoEscapeThatJsonDoesNotHave() {
        Way way = ways().findFirst().orElseThrow();
        Relay relay = new Relay(way, true);

        relay.read(
                String.join("", chunk("\"content\":\"a\""), chunk("\"content\":\"b\""), chunk("\"content\":\"\\q\"")),
                1 << 20);

        assertThat(relay.known).isZero();
        assertThat(relay.sent.take().toString()).contains("event: error").doesNotContain("\\q");
    }

    @Test
    void knowsEventsWithRandomPadding() throws IOException {
        Way way = ways().findFirst().orElseThrow();
        String padded =
                "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}],\"obfuscation\":\"%s\"}\n\n";
        Relay relay = new Relay(way, true);

        relay.read(
                padded.formatted("a", "x")
                        + padded.formatted("b", "yyy")
                        + padded.formatted("c", "")
                        + padded.formatted("d", "zz"),
                1 << 20);

        assertThat(relay.known).isEqualTo(2);
        assertThat(relay.events().stream()
                        .map(e -> e.at("/delta/text").asText())
                        .toList())
                .endsWith("a", "b", "c", "d");
    }
}
