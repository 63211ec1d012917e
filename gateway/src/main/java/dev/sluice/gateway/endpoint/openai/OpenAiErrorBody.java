package dev.sluice.gateway.endpoint.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.endpoint.ErrorDialect;
import dev.sluice.gateway.endpoint.LimitWords;
import dev.sluice.gateway.error.GatewayError;
import org.jspecify.annotations.Nullable;

/** Errors as OpenAI's clients expect them: {@code {"error": {message, type, param, code}}}. */
public final class OpenAiErrorBody implements ErrorDialect {
    public static final OpenAiErrorBody INSTANCE = new OpenAiErrorBody();
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenAiErrorBody() {}

    @Override
    public String body(GatewayError error, String requestId) {
        return of(error).toString();
    }

    /** Without {@code [DONE]} behind it, so that clients see the answer is not complete. */
    @Override
    public String event(GatewayError error) {
        return "data: " + of(error) + "\n\n";
    }

    /** {@code error} in an object. */
    public static ObjectNode of(GatewayError error) {
        return switch (error) {
            case GatewayError.Unauthenticated _ ->
                body(
                        "The API key is missing or not valid. Send it as 'Authorization: Bearer sl_…'.",
                        "authentication_error",
                        null,
                        "invalid_api_key");
            case GatewayError.ConflictingKeys _ ->
                body(
                        "The request carries two different API keys: send one.",
                        "invalid_request_error",
                        null,
                        "conflicting_keys");
            case GatewayError.ModelNotAllowed e ->
                body(
                        "This key may not use the model '" + e.model() + "': ask for access, or see GET /v1/models.",
                        "permission_error",
                        "model",
                        "model_not_allowed");
            case GatewayError.AddressNotAllowed _ ->
                body("This key may not be used from this address.", "permission_error", null, "address_not_allowed");
            case GatewayError.ExplainNotAllowed _ ->
                body(LimitWords.EXPLAIN_NOT_ALLOWED, "permission_error", "x-sluice-explain", "explain_not_allowed");
            case GatewayError.UnknownModel e ->
                body(
                        "The model '" + e.model() + "' does not exist: see GET /v1/models.",
                        "invalid_request_error",
                        "model",
                        "model_not_found");
            case GatewayError.UnknownPath e ->
                body(
                        "Nothing is served at " + e.method() + " " + e.path() + ".",
                        "invalid_request_error",
                        null,
                        "not_found");
            case GatewayError.WrongMethod e ->
                body(
                        "The method " + e.method() + " is not allowed here: use " + e.allowed() + ".",
                        "invalid_request_error",
                        null,
                        "method_not_allowed");
            case GatewayError.InvalidRequest e ->
                body(e.message(), "invalid_request_error", e.param(), "invalid_request");
            case GatewayError.UnsupportedParameter e ->
                body(e.message(), "invalid_request_error", e.param(), "unsupported_parameter");
            case GatewayError.UnsupportedContent e ->
                body(e.message(), "invalid_request_error", e.param(), "unsupported_content_type");
            case GatewayError.LimitReached e -> limit(e);
            case GatewayError.TooLarge e ->
                body(
                        "The body is larger than " + e.limitBytes() + " bytes: send less.",
                        "invalid_request_error",
                        null,
                        "request_too_large");
            case GatewayError.PolicyUnavailable _ ->
                body("The gateway has no policy yet: try again shortly.", "server_error", null, "policy_unavailable");
            case GatewayError.Shed e ->
                body("The gateway is overloaded: " + e.reason().words() + ".", "server_error", null, "overloaded");
            case GatewayError.Internal _ ->
                body("The gateway failed to handle the request.", "server_error", null, "internal_error");
            case GatewayError.Upstream e -> upstream(e);
        };
    }

    private static ObjectNode limit(GatewayError.LimitReached e) {
        ObjectNode root = body(
                LimitWords.message(e),
                "rate_limit_error",
                null,
                e.isBudget() ? "budget_exceeded" : "rate_limit_exceeded");
        LimitWords.details(e, (ObjectNode) root.path("error"));
        return root;
    }

    private static ObjectNode upstream(GatewayError.Upstream e) {
        UpstreamWords words = UpstreamWords.of(e.kind());
        String who = e.account().isEmpty() ? "The provider " : "The provider account '" + e.account() + "' ";
        return body(who + what(e), words.type(), null, words.code());
    }

    private static String what(GatewayError.Upstream e) {
        return switch (e.kind()) {
            case RATE_LIMITED -> "is rate limited: try again later.";
            case QUOTA_EXHAUSTED -> "has no quota left.";
            case OVERLOADED -> "is overloaded: try again later.";
            case TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE, TIMEOUT_TOTAL ->
                "did not answer in time (" + e.errorClass() + ").";
            case BAD_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY, TOO_LARGE -> e.refusal();
            case AUTH,
                    PERMISSION,
                    MODEL_NOT_FOUND,
                    SERVER_ERROR,
                    CONNECTION,
                    STREAM_INTERRUPTED,
                    SAMPLING_FAILURE,
                    CANCELLED -> "failed (" + e.errorClass() + ").";
        };
    }

    private static ObjectNode body(String message, String type, @Nullable String param, String code) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode error = root.putObject("error");
        error.put("message", message);
        error.put("type", type);
        error.put("param", param);
        error.put("code", code);
        return root;
    }
}
