package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.usage.Tokens;
import dev.sluice.gateway.inference.chat.ChatReply;
import dev.sluice.gateway.inference.chat.Content;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import dev.sluice.gateway.provider.JoinedReply;
import dev.sluice.gateway.provider.ProviderDialect;
import dev.sluice.gateway.provider.Wire;
import dev.sluice.gateway.provider.bedrock.BedrockDialect;
import dev.sluice.gateway.provider.cohere.CohereDialect;
import dev.sluice.gateway.provider.ollama.OllamaDialect;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded streams, from the bytes of the network to the answer, whatever the network does to them. */
class RecordedStreamsTest {
    private static final JsonNode EXPECTED = Wire.json(Wire.file("expected.json"));

    static Stream<String> files() {
        return EXPECTED.propertyStream().map(java.util.Map.Entry::getKey);
    }

    private static ProviderDialect dialect(String file) {
        return switch (EXPECTED.path(file).path("dialect").asText()) {
            case "converse" -> new BedrockDialect(InstantSource.system());
            case "cohere" -> new CohereDialect();
            case "ollama" -> new OllamaDialect();
            default -> throw new AssertionError(file);
        };
    }

    private static byte[] bytes(String file) {
        return Wire.file((file.endsWith(".bin") ? "bedrock/" : file.substring(0, file.indexOf('-')) + "/") + file);
    }

    private static String contentType(String file) {
        return file.endsWith(".bin")
                ? "application/vnd.amazon.eventstream"
                : file.endsWith(".sse") ? "text/event-stream" : "application/x-ndjson";
    }

    private static ChatReply read(String file, byte[] stream, int... ends) {
        StreamFrames frames = Objects.requireNonNull(Framing.of(contentType(file), false));
        StreamDecoder decoder = dialect(file).stream();
        List<StreamEvent> events = new ArrayList<>();
        StreamFrames.Handler handler = new StreamFrames.Handler() {
            @Override
            public void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
                if (dataStart >= 0) {
                    message("", data, dataStart, dataEnd);
                }
            }

            @Override
            public void message(String name, byte[] data, int start, int end) {
                events.addAll(decoder.event(name, data, start, end));
            }
        };
        int from = 0;
        for (int end : IntStream.concat(IntStream.of(ends), IntStream.of(stream.length))
                .toArray()) {
            assertThat(frames.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, end)), handler))
                    .isTrue();
            from = end;
        }
        frames.finish(handler);
        events.addAll(decoder.end());
        try {
            return JoinedReply.of(events);
        } catch (IOException e) {
            throw new AssertionError(events.toString(), e);
        }
    }

    private static void assertExpected(String file, ChatReply reply) {
        JsonNode expected = EXPECTED.path(file);
        assertThat(joined(reply, Content.Text.class, Content.Text::text))
                .isEqualTo(expected.path("content").asText(""));
        assertThat(joined(reply, Content.Thinking.class, Content.Thinking::text))
                .isEqualTo(expected.path("reasoning").asText(""));
        if (expected.has("signature")) {
            assertThat(joined(reply, Content.Thinking.class, thought -> String.valueOf(thought.signature())))
                    .isEqualTo(expected.path("signature").asText());
        }
        List<Content.ToolCall> calls = reply.content().stream()
                .filter(Content.ToolCall.class::isInstance)
                .map(Content.ToolCall.class::cast)
                .toList();
        assertThat(calls).hasSize(expected.path("tool_calls").size());
        for (int i = 0; i < calls.size(); i++) {
            JsonNode call = expected.path("tool_calls").path(i);
            String id = call.path("id").asText();
            assertThat(calls.get(i).id()).matches(id.equals("*") ? "call_\\w+" : id);
            assertThat(calls.get(i).name()).isEqualTo(call.path("name").asText());
            assertThat(Wire.json(calls.get(i).arguments().getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(call.path("arguments"));
        }
        assertThat(reply.finish().name().toLowerCase(Locale.ROOT))
                .isEqualTo(expected.path("finish_reason").asText());
        JsonNode usage = expected.path("usage");
        Tokens tokens = Objects.requireNonNull(reply.usage());
        assertThat(tokens.allInput()).isEqualTo(usage.path("prompt").asLong());
        assertThat(tokens.cachedInput()).isEqualTo(usage.path("cached").asLong());
        assertThat(tokens.cacheWrite() + tokens.cacheWrite1h())
                .isEqualTo(usage.path("cache_write").asLong());
        assertThat(tokens.allOutput()).isEqualTo(usage.path("completion").asLong());
    }

    private static <T extends Content> String joined(
            ChatReply reply, Class<T> kind, java.util.function.Function<T, String> text) {
        return reply.content().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .map(text)
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("files")
    void meanWhatTheyMean(String file) {
        assertExpected(file, read(file, bytes(file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void pitfall01MeanTheSameByteByByteAndCutAnywhere(String file) {
        byte[] stream = bytes(file);

        assertExpected(
                file, read(file, stream, IntStream.range(0, stream.length).toArray()));
        for (int end = 0; end < stream.length; end++) {
            assertExpected(file, read(file, stream, end));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r", "no space", "comments", "no names"})
    void meanTheSameInAllSpellingsOfEvents(String spelling) {
        String file = "cohere-text.sse";
        String stream = new String(bytes(file), StandardCharsets.UTF_8);
        String spelled = switch (spelling) {
            case "no space" -> stream.replace("data: ", "data:");
            case "comments" -> stream.replace("\n\n", "\n\n: keep-alive\n\n");
            case "no names" -> stream.replaceAll("event: .*\n", "");
            default -> stream.replace("\n", spelling);
        };

        byte[] bytes = spelled.getBytes(StandardCharsets.UTF_8);
        assertExpected(file, read(file, bytes));
        assertExpected(file, read(file, bytes, IntStream.range(0, bytes.length).toArray()));
    }
}
