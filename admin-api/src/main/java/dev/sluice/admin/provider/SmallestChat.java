package dev.sluice.admin.provider;

import dev.sluice.contract.policy.AzurePaths;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A chat of one message in a provider's dialect, to see whether an account works.
 *
 * @param headers with the credential
 */
record SmallestChat(String uri, Map<String, String> headers, JsonObject body) {
    private static final String TEXT = "Say ok.";

    static SmallestChat of(LiveCall.Question question) {
        String base = question.url().path();
        String model = question.model();
        String secret = question.secret();
        if (question.provider().name().equals("azure-openai")) {
            return new SmallestChat(
                    AzurePaths.of(base, question.apiVersion(), model, "chat/completions"),
                    Map.of("api-key", secret),
                    new JsonObject().put("model", model).put("messages", message()));
        }
        return switch (question.provider().dialect()) {
            case OPENAI, COMPLETIONS ->
                new SmallestChat(
                        base + "/chat/completions",
                        bearer(secret),
                        new JsonObject().put("model", model).put("messages", message()));
            case ANTHROPIC ->
                new SmallestChat(
                        base.endsWith("/v1") ? base + "/messages" : base + "/v1/messages",
                        Map.of("x-api-key", secret, "anthropic-version", "2023-06-01"),
                        new JsonObject()
                                .put("model", model)
                                .put("max_tokens", 16)
                                .put("messages", message()));
            case RESPONSES ->
                new SmallestChat(
                        base + "/responses",
                        secret.isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + secret),
                        new JsonObject().put("model", model).put("input", TEXT).put("store", false));
            case GEMINI ->
                new SmallestChat(
                        base + "/v1beta/models/" + URLEncoder.encode(model, StandardCharsets.UTF_8)
                                + ":generateContent",
                        Map.of("x-goog-api-key", secret),
                        new JsonObject()
                                .put(
                                        "contents",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("role", "user")
                                                        .put(
                                                                "parts",
                                                                new JsonArray()
                                                                        .add(new JsonObject().put("text", TEXT))))));
            case BEDROCK ->
                new SmallestChat(
                        base + "/model/" + URLEncoder.encode(model, StandardCharsets.UTF_8) + "/converse",
                        bearer(secret),
                        new JsonObject()
                                .put(
                                        "messages",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("role", "user")
                                                        .put(
                                                                "content",
                                                                new JsonArray()
                                                                        .add(new JsonObject().put("text", TEXT))))));
            case COHERE ->
                new SmallestChat(
                        base.endsWith("/v2") ? base + "/chat" : base + "/v2/chat",
                        bearer(secret),
                        new JsonObject().put("model", model).put("messages", message()));
            case OLLAMA ->
                new SmallestChat(
                        base.replaceFirst("/v1$", "") + "/api/chat",
                        bearer(secret),
                        new JsonObject()
                                .put("model", model)
                                .put("stream", false)
                                .put("messages", message()));
        };
    }

    private static Map<String, String> bearer(String secret) {
        return secret.isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + secret);
    }

    private static JsonArray message() {
        return new JsonArray().add(new JsonObject().put("role", "user").put("content", TEXT));
    }

    /** Without the credential. */
    @Override
    public String toString() {
        return "SmallestChat[" + uri + "]";
    }
}
