package dev.sluice.gateway.warmup;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** What clients send: small and large, streams, tools, and what is refused. The order is fixed. */
final class Calls {
    private static final int LARGE_BYTES = 100_000;
    private static final String TOOLS =
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":"
                    + "\"The weather at a place\",\"parameters\":{\"type\":\"object\",\"properties\":{\"place\":{\"type\":\"string\"}},"
                    + "\"required\":[\"place\"]}}}],\"tool_choice\":\"auto\"";
    private static final String STREAM = ",\"stream\":true";
    private static final String STREAM_WITH_USAGE = STREAM + ",\"stream_options\":{\"include_usage\":true}";
    /** Tells the provider that the client leaves: of a stream it sends the beginning alone. */
    static final String LEFT = "\"user\":\"leaves\"";

    /** When a client closes its connection under a call. Each of these says that nothing follows on it. */
    enum Leaves {
        NEVER,
        /** A stream, whose head is there. */
        WITHIN_THE_ANSWER,
        /** When the provider has just answered: the gateway writes to a connection that is no more. */
        AS_IT_IS_ANSWERED,
        /** As soon as the call is written. */
        AT_ONCE
    }

    /** A request, and the status that answers it; nobody looks at that of a client that does not wait. */
    record Call(RequestOptions head, Buffer body, int status, Leaves leaves) {
        Call(RequestOptions head, Buffer body, int status) {
            this(head, body, status, Leaves.NEVER);
        }
    }

    private final Call plain;
    private final Call tools;
    private final Call stream;
    private final Call streamWithTools;
    private final Call large;
    private final Call failing;
    private final Call malformed;
    private final Call unknownModel;
    private final Call stranger;
    private final Call models;
    private final Call last;
    private final Call leaving;
    private final Call givingUp;
    private final Call hasty;
    private final Call tagged;

    Calls(int port, String key) {
        RequestOptions chat = head(port, HttpMethod.POST, "/v1/chat/completions", key);
        plain = new Call(chat, chat("warm-up/chat", 800, ",\"temperature\":0.2,\"max_tokens\":256"), 200);
        tools = new Call(chat, chat("warm-up/chat", 600, TOOLS), 200);
        stream = new Call(chat, chat("warm-up/chat", 800, STREAM_WITH_USAGE), 200);
        streamWithTools = new Call(chat, chat("warm-up/chat", 600, STREAM + TOOLS), 200);
        large = new Call(chat, chat("warm-up/chat", LARGE_BYTES, ""), 200);
        failing = new Call(chat, chat("warm-up/failing", 100, ""), 400);
        malformed = new Call(chat, Buffer.buffer("{\"model\":\"warm-up/chat\",\"messages\":["), 400);
        unknownModel = new Call(chat, chat("warm-up/unknown", 100, ""), 404);
        stranger = new Call(
                head(port, HttpMethod.POST, "/v1/chat/completions", "not-a-key-of-anybody-not-a-key-of-anybody"),
                chat("warm-up/chat", 100, ""),
                401);
        RequestOptions lastOne =
                head(port, HttpMethod.POST, "/v1/chat/completions", key).addHeader("connection", "close");
        last = new Call(lastOne, plain.body(), 200);
        leaving = new Call(
                lastOne, chat("warm-up/chat", 800, STREAM_WITH_USAGE + "," + LEFT), 200, Leaves.WITHIN_THE_ANSWER);
        givingUp = new Call(lastOne, chat("warm-up/chat", 800, "," + LEFT), 200, Leaves.AS_IT_IS_ANSWERED);
        hasty = new Call(lastOne, plain.body(), 200, Leaves.AT_ONCE);
        RequestOptions withTags = head(port, HttpMethod.POST, "/v1/chat/completions", key)
                .addHeader("x-sluice-metadata", "{\"app\":\"warm-up\",\"env\":\"prod\"}")
                .addHeader("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        tagged = new Call(withTags, plain.body(), 200);
        models = new Call(head(port, HttpMethod.GET, "/v1/models", key), Buffer.buffer(), 200);
    }

    private static RequestOptions head(int port, HttpMethod method, String uri, String key) {
        return new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(uri)
                .addHeader("authorization", "Bearer " + key)
                .addHeader("content-type", "application/json")
                .addHeader("accept", "application/json")
                .addHeader("user-agent", "sluice-warm-up");
    }

    /** Text as people write it: words, quotes and line breaks that JSON escapes, letters beyond ASCII. */
    private static Buffer chat(String model, int bytes, String rest) {
        String sentence =
                "Please sum up \\\"this\\\" for me, d\u00e8s que possible:\\nthe quick brown fox jumps over it. ";
        return Buffer.buffer("{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"" + sentence.repeat(1 + bytes / sentence.length()) + "\"}]" + rest
                + "}");
    }

    /** One in three a stream; what is rare with clients is rare here, from the first hundred on. */
    Call at(int i) {
        return switch (i % 100) {
            case 7 -> failing;
            case 19 -> malformed;
            case 31 -> unknownModel;
            case 43 -> stranger;
            case 55 -> models;
            case 67 -> i % 500 == 67 ? large : tools;
            // Connections come and go: code that has never seen it is compiled anew when it does.
            case 13, 73 -> last;
            case 37, 89 -> leaving;
            case 23 -> givingUp;
            case 97 -> hasty;
            case 3, 47, 61, 83 -> tagged;
            default ->
                switch (i % 6) {
                    case 0 -> stream;
                    case 3 -> streamWithTools;
                    case 4 -> tools;
                    default -> plain;
                };
        };
    }
}
