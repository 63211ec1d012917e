package dev.sluice.gateway.provider.vendor;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.Encoded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Requests on their way to vendors. */
final class Shaped {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String TOOLS = ",'tools':[{'type':'function','function':{'name':'f'}}]";

    static byte[] body(String messages, String more) {
        return ("{'model':'m','messages':[" + messages + "]" + more + "}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    static String user(String text) {
        return "{'role':'user','content':'" + text + "'}";
    }

    static @Nullable Encoded shape(String provider, String upstream, String messages, String more) {
        return VendorShape.of(body(messages, more), Targets.of(provider, upstream, null));
    }

    static Encoded changed(String provider, String upstream, String messages, String more) {
        return Objects.requireNonNull(shape(provider, upstream, messages, more));
    }

    static JsonNode sent(String provider, String messages, String more) throws IOException {
        Encoded shaped = shape(provider, "some-model", messages, more);
        return JSON.readTree(shaped == null ? body(messages, more) : shaped.body());
    }

    static List<String> dropped(String provider, String upstream, String more) {
        Encoded shaped = shape(provider, upstream, user("hi"), more);
        return shaped == null ? List.of() : shaped.dropped();
    }

    static GatewayError refusal(String provider, String upstream, String messages, String more) {
        return catchThrowableOfType(GatewayException.class, () -> shape(provider, upstream, messages, more))
                .error();
    }

    static Stream<String> texts(JsonNode messages, String member) {
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.path(member).asText());
    }

    private Shaped() {}
}
