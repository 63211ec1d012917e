package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a client sends is either read or refused with a reason. */
class MutatedRequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BODIES = 1_000;
    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e999",
        "1e99999999999",
        "123456789012345678901234567890",
        "\"\"",
        "\"x\"",
        "\"data:\"",
        "\"data:,\"",
        "\"data:;base64,\"",
        "\"\\ud800\"",
        "\"function\"",
        "\"tool\"",
        "\"image_url\"",
        "\"assistant\"",
        "\"json_schema\"",
        "\"allowed_tools\"",
        "[]",
        "[null]",
        "[[]]",
        "[{}]",
        "{}",
        "{\"type\":\"text\"}",
        "{\"type\":\"function\"}",
        "{\"\":\"\"}"
    };

    private final Random random = new Random(20261120);
    private int read;
    private int refused;

    @Test
    void readsOrRefusesBodiesWithOtherBytes() {
        for (int i = 0; i < BODIES; i++) {
            decode(otherBytes(Requests.rich()));
        }

        assertThat(read).isPositive();
        assertThat(refused).isPositive();
        assertThat(read + refused).isEqualTo(BODIES);
    }

    @Test
    void readsOrRefusesBodiesWithOtherValues() throws IOException {
        for (int i = 0; i < BODIES; i++) {
            JsonNode root = JSON.readTree(Requests.rich());
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                changeOne(root);
            }
            // As text: a tree does not keep numbers that are out of range.
            decode(withPlaceholders(root.toString()));
        }

        assertThat(read).isPositive();
        assertThat(refused).isPositive();
        assertThat(read + refused).isEqualTo(BODIES);
    }

    private void decode(byte[] body) {
        try {
            ChatRequestDecoder.decode(body);
            read++;
        } catch (GatewayException e) {
            assertThat(e.error()).isInstanceOf(GatewayError.InvalidRequest.class);
            refused++;
        }
    }

    private byte[] otherBytes(byte[] body) {
        int at = random.nextInt(body.length);
        switch (random.nextInt(4)) {
            case 0 -> body[at] = (byte) random.nextInt(256);
            case 1 -> body[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> {
                return Arrays.copyOf(body, at);
            }
            default -> System.arraycopy(body, random.nextInt(body.length - 4), body, Math.min(at, body.length - 4), 4);
        }
        return body;
    }

    private void changeOne(JsonNode root) {
        List<JsonNode> holders = new ArrayList<>();
        collect(root, holders);
        JsonNode holder = holders.get(random.nextInt(holders.size()));
        int at = random.nextInt(holder.size());
        String placeholder = "@" + random.nextInt(VALUES.length) + "@";
        if (holder instanceof ArrayNode array) {
            array.set(at, array.textNode(placeholder));
        } else if (holder instanceof ObjectNode object) {
            String name = new ArrayList<>(object.properties()).get(at).getKey();
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.put(name, placeholder);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> holders) {
        if (node.isContainerNode() && !node.isEmpty()) {
            holders.add(node);
        }
        node.forEach(child -> collect(child, holders));
    }

    private static byte[] withPlaceholders(String json) {
        String filled = json;
        for (int i = 0; i < VALUES.length; i++) {
            filled = filled.replace("\"@" + i + "@\"", VALUES[i]);
        }
        return filled.getBytes(StandardCharsets.UTF_8);
    }
}
