package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.endpoint.anthropic.MessagesDialect;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.StreamDecoder;
import dev.sluice.gateway.inference.chat.StreamEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of all dialects need: files beside them, requests as clients write them, events in a row. */
public final class Wire {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Wire() {}

    /** @param path from this package, such as {@code cohere/cohere-text.sse} */
    public static byte[] file(String path) {
        try (InputStream in = Objects.requireNonNull(Wire.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode json(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param json quotes may be single ones, which need no escape in Java */
    public static JsonNode json(String json) {
        return json(bytes(json));
    }

    public static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    /** Recorded errors of a dialect, one to a line. */
    public static List<JsonNode> errors(String dialect) {
        return new String(file(dialect + "/errors.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> json(line.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** As a client of OpenAI's dialect asks, in single quotes. */
    public static ChatRequest openai(String json) {
        return ChatDialect.INSTANCE.request(bytes(json));
    }

    /** A request of one word, with more fields. */
    public static ChatRequest hello(String fields) {
        return openai("{'model':'m','messages':[{'role':'user','content':'Hello'}]"
                + (fields.isEmpty() ? "" : "," + fields) + "}");
    }

    /** A chat, as an array of messages. */
    public static ChatRequest chat(String messages) {
        return openai("{'model':'m','messages':" + messages + "}");
    }

    /** As a client of Anthropic's dialect asks: without model and limit, in single quotes. */
    public static ChatRequest anthropic(String fields) {
        return MessagesDialect.INSTANCE.request(bytes("{'model':'m','max_tokens':9000," + fields + "}"));
    }

    public static List<StreamEvent> events(StreamDecoder decoder, String... data) {
        List<StreamEvent> events = new ArrayList<>();
        for (String one : data) {
            byte[] bytes = bytes(one);
            events.addAll(decoder.event("", bytes, 0, bytes.length));
        }
        events.addAll(decoder.end());
        return events;
    }

    /** That the request is refused, with words on the field and the remedy. */
    public static void assertRefused(String param, String words, ThrowingCallable call) {
        Assertions.assertThatThrownBy(call).isInstanceOfSatisfying(GatewayException.class, e -> {
            GatewayError.InvalidRequest error =
                    e.error() instanceof GatewayError.UnsupportedParameter(String field, String message)
                            ? new GatewayError.InvalidRequest(field, message)
                            : (GatewayError.InvalidRequest) e.error();
            Assertions.assertThat(error.param()).isEqualTo(param);
            Assertions.assertThat(error.message()).contains(words);
        });
    }
}
