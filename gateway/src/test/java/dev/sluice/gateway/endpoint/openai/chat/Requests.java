package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Requests for the decoder, from the part that a test is about. */
final class Requests {
    private Requests() {}

    static ChatRequest decode(String json) {
        return ChatRequestDecoder.decode(json.getBytes(StandardCharsets.UTF_8));
    }

    /** @param fields JSON members beside a model and a message */
    static ChatRequest with(String fields) {
        return decode("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]," + fields + "}");
    }

    static List<Turn> turns(String... messages) {
        return decode("{\"model\":\"m\",\"messages\":[" + String.join(",", messages) + "]}")
                .turns();
    }

    /** @param part JSON, in a message of the user */
    static Content part(String part) {
        return turns("{\"role\":\"user\",\"content\":[" + part + "]}")
                .getFirst()
                .content()
                .getFirst();
    }

    /** A request with about everything in it. */
    static byte[] rich() {
        try (InputStream in = Requests.class.getResourceAsStream("rich-request.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
