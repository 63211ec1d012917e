package dev.sluice.gateway.endpoint;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a path asks for. {@code /v1} may be left out, {@code /openai} or {@code /anthropic} may stand in front. */
sealed interface Route {
    /** A call of a model. */
    record Endpoint(CallEndpoint endpoint) implements Route {}

    /** One that would have been kept, or the items of one. */
    record KeptResponse() implements Route {}

    /** Anything of an account. */
    record Account(AccountPath path) implements Route {}

    record Models() implements Route {}

    /** @param name decoded; may contain {@code /} */
    record Model(String name) implements Route {}

    record Unknown() implements Route {}

    Route CHAT_COMPLETIONS = new Endpoint(CallEndpoint.CHAT_COMPLETIONS);
    Route COMPLETIONS = new Endpoint(CallEndpoint.COMPLETIONS);
    Route EMBEDDINGS = new Endpoint(CallEndpoint.EMBEDDINGS);
    Route MESSAGES = new Endpoint(CallEndpoint.MESSAGES);
    Route COUNT_TOKENS = new Endpoint(CallEndpoint.COUNT_TOKENS);
    Route RESPONSES = new Endpoint(CallEndpoint.RESPONSES);
    Route KEPT_RESPONSE = new KeptResponse();
    Route MODELS = new Models();
    Route UNKNOWN = new Unknown();

    /** @param path as sent, still encoded; never what a header says */
    static Route of(@Nullable String path) {
        if (path == null) {
            return UNKNOWN;
        }
        if (path.equals("/v1/chat/completions")) {
            return CHAT_COMPLETIONS; // of nearly all requests
        }
        String rest = without("/anthropic", without("/openai", path));
        rest = without("/v1", rest);
        return switch (rest) {
            case "/chat/completions" -> CHAT_COMPLETIONS;
            case "/completions" -> COMPLETIONS;
            case "/embeddings" -> EMBEDDINGS;
            case "/messages" -> MESSAGES;
            case "/messages/count_tokens" -> COUNT_TOKENS;
            case "/responses" -> RESPONSES;
            case "/models" -> MODELS;
            default -> below(rest);
        };
    }

    private static Route below(String path) {
        if (path.startsWith("/responses/")) {
            return KEPT_RESPONSE;
        }
        if (path.startsWith("/models/")) {
            return model(path.substring("/models/".length()));
        }
        AccountPath account = AccountPath.of(path);
        return account == null ? UNKNOWN : new Account(account);
    }

    private static String without(String prefix, String path) {
        return path.startsWith(prefix) && path.startsWith("/", prefix.length())
                ? path.substring(prefix.length())
                : path;
    }

    private static Route model(String encoded) {
        try {
            String name = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            return name.isEmpty() ? UNKNOWN : new Model(name);
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }
}
