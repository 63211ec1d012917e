package dev.sluice.gateway.provider;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.catalog.Dialect;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestScanner;
import dev.sluice.gateway.inference.chat.SignatureOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Thoughts in a conversation that went on from another provider's model to one that speaks the client's dialect: it refuses what
 * it did not sign, so they are left out. A body without any is sent as it came.
 */
final class ForeignThoughts {
    /** Numbers keep all their digits. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Of reasoning items that this gateway made, with a thought in them or without. */
    private static final List<byte[]> ITEM_MARKS =
            List.of(start(SignatureOrigin.CARRIED), start(SignatureOrigin.REASONING_ITEM));

    /** Of thoughts that another signed, or nobody. */
    private static final List<byte[]> MARKS = Stream.concat(
                    Arrays.stream(Dialect.values())
                            .filter(dialect -> dialect != Dialect.ANTHROPIC)
                            .map(dialect -> start(SignatureOrigin.mark(dialect, ""))),
                    Stream.of(start("signature\":\"\""), start("signature\": \"\"")))
            .toList();

    private ForeignThoughts() {}

    static ChatCall without(ChatCall call) {
        return switch (call.dialect().wire()) {
            case ANTHROPIC -> holdsOne(call.body(), MARKS) ? withoutBlocks(call) : call;
            case RESPONSES -> holdsOne(call.body(), ITEM_MARKS) ? withoutItems(call) : call;
            default -> call;
        };
    }

    private static byte[] start(String mark) {
        return ("\"" + mark).getBytes(StandardCharsets.US_ASCII);
    }

    /** In one pass. Texts may begin like that too: whoever looks closer knows. */
    private static boolean holdsOne(byte[] body, List<byte[]> marks) {
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '"') {
                for (byte[] mark : marks) {
                    int end = i + mark.length;
                    if (end <= body.length
                            && body[i + 1] == mark[1]
                            && Arrays.equals(body, i, end, mark, 0, mark.length)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static ChatCall withoutBlocks(ChatCall call) {
        JsonNode request = parsed(call);
        boolean changed = false;
        boolean lastCallsUnthought = false;
        for (Iterator<JsonNode> messages = request.path("messages").elements(); messages.hasNext(); ) {
            JsonNode message = messages.next();
            JsonNode content = message.path("content");
            boolean removed = removeBlocks(content);
            changed |= removed;
            if (removed && content.isEmpty()) {
                messages.remove();
            } else if (message.path("role").asText().equals("assistant")) {
                lastCallsUnthought = removed && calls(content);
            }
        }
        if (lastCallsUnthought && request.path("thinking").path("type").asText().equals("enabled")) {
            // With a budget, an answer that called tools has to begin with a thought.
            ((ObjectNode) request).putObject("thinking").put("type", "disabled");
        }
        return changed ? with(call, request, Payload.MESSAGES) : call;
    }

    private static boolean calls(JsonNode content) {
        for (JsonNode block : content) {
            if (block.path("type").asText().equals("tool_use")) {
                return true;
            }
        }
        return false;
    }

    private static boolean removeBlocks(JsonNode content) {
        boolean removed = false;
        if (content.isArray()) {
            for (Iterator<JsonNode> blocks = content.elements(); blocks.hasNext(); ) {
                if (isForeign(blocks.next())) {
                    blocks.remove();
                    removed = true;
                }
            }
        }
        return removed;
    }

    private static boolean isForeign(JsonNode block) {
        String type = block.path("type").asText();
        if (!type.equals("thinking") && !type.equals("redacted_thinking")) {
            return false;
        }
        String sign = block.path(type.equals("thinking") ? "signature" : "data").asText();
        return SignatureOrigin.of(Dialect.ANTHROPIC, sign) == null;
    }

    private static ChatCall withoutItems(ChatCall call) {
        JsonNode request = parsed(call);
        boolean changed = false;
        for (Iterator<JsonNode> items = request.path("input").elements(); items.hasNext(); ) {
            JsonNode item = items.next();
            if (item.path("encrypted_content").asText().startsWith(SignatureOrigin.CARRIED)
                    || item.path("id").asText().startsWith(SignatureOrigin.REASONING_ITEM)) {
                items.remove();
                changed = true;
            }
        }
        return changed ? with(call, request, Payload.ITEMS) : call;
    }

    private static JsonNode parsed(ChatCall call) {
        try {
            return JSON.readTree(call.body());
        } catch (IOException e) {
            return JSON.missingNode(); // left to the provider to refuse
        }
    }

    private static ChatCall with(ChatCall call, JsonNode request, Payload payload) {
        byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
        boolean modelInHeader = call.fields().modelStart() < 0;
        return new ChatCall(body, RequestScanner.scan(body, payload, modelInHeader), call.dialect());
    }
}
