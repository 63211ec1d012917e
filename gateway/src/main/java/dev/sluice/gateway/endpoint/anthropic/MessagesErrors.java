package dev.sluice.gateway.endpoint.anthropic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.gateway.endpoint.ErrorDialect;
import dev.sluice.gateway.endpoint.LimitWords;
import dev.sluice.gateway.error.GatewayError;

/** Errors as Anthropic's clients expect them: {@code {"type": "error", "error": {type, message}, "request_id"}}. */
public final class MessagesErrors implements ErrorDialect {
    public static final MessagesErrors INSTANCE = new MessagesErrors();
    private static final ObjectMapper JSON = new ObjectMapper();

    private MessagesErrors() {}

    /** A type of Anthropic's (API reference, "Errors") and what to do about it. */
    private record Told(String type, String message) {}

    @Override
    public String body(GatewayError error, String requestId) {
        Told told = told(error);
        ObjectNode root = JSON.createObjectNode().put("type", "error");
        ObjectNode body = root.putObject("error").put("type", told.type()).put("message", told.message());
        if (error instanceof GatewayError.LimitReached reached) {
            LimitWords.details(reached, body);
        }
        if (!requestId.isEmpty()) {
            root.put("request_id", requestId);
        }
        return root.toString();
    }

    @Override
    public String event(GatewayError error) {
        return "event: error\ndata: " + body(error, "") + "\n\n";
    }

    private static Told told(GatewayError error) {
        return switch (error) {
            case GatewayError.Unauthenticated _ ->
                new Told("authentication_error", "The API key is missing or not valid. Send it as 'x-api-key: sl_…'.");
            case GatewayError.ConflictingKeys _ ->
                new Told("invalid_request_error", "The request carries two different API keys: send one.");
            case GatewayError.ModelNotAllowed e ->
                new Told(
                        "permission_error",
                        "This key may not use the model '" + e.model() + "': ask for access, or see GET /v1/models.");
            case GatewayError.AddressNotAllowed _ ->
                new Told("permission_error", "This key may not be used from this address.");
            case GatewayError.ExplainNotAllowed _ -> new Told("permission_error", LimitWords.EXPLAIN_NOT_ALLOWED);
            case GatewayError.UnknownModel e ->
                new Told("not_found_error", "The model '" + e.model() + "' does not exist: see GET /v1/models.");
            case GatewayError.UnknownPath e ->
                new Told("not_found_error", "Nothing is served at " + e.method() + " " + e.path() + ".");
            case GatewayError.WrongMethod e ->
                new Told(
                        "invalid_request_error",
                        "The method " + e.method() + " is not allowed here: use " + e.allowed() + ".");
            case GatewayError.InvalidRequest e -> new Told("invalid_request_error", e.message());
            case GatewayError.UnsupportedParameter e -> new Told("invalid_request_error", e.message());
            case GatewayError.UnsupportedContent e -> new Told("invalid_request_error", e.message());
            case GatewayError.LimitReached e -> new Told("rate_limit_error", LimitWords.message(e));
            case GatewayError.TooLarge e ->
                new Told("request_too_large", "The body is larger than " + e.limitBytes() + " bytes: send less.");
            case GatewayError.PolicyUnavailable _ ->
                new Told("overloaded_error", "The gateway has no policy yet: try again shortly.");
            case GatewayError.Shed e ->
                new Told(
                        "overloaded_error",
                        "The gateway is overloaded: " + e.reason().words() + ".");
            case GatewayError.Internal _ -> new Told("api_error", "The gateway failed to handle the request.");
            case GatewayError.Upstream e -> upstream(e);
        };
    }

    private static Told upstream(GatewayError.Upstream e) {
        String who = e.account().isEmpty() ? "The provider " : "The provider account '" + e.account() + "' ";
        return switch (e.kind()) {
            case RATE_LIMITED -> new Told("rate_limit_error", who + "is rate limited: try again later.");
            case QUOTA_EXHAUSTED -> new Told("rate_limit_error", who + "has no quota left.");
            case OVERLOADED -> new Told("overloaded_error", who + "is overloaded: try again later.");
            case TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE, TIMEOUT_TOTAL ->
                new Told("timeout_error", who + "did not answer in time (" + e.errorClass() + ").");
            case BAD_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY -> new Told("invalid_request_error", who + e.refusal());
            case TOO_LARGE -> new Told("request_too_large", who + e.refusal());
            case AUTH,
                    PERMISSION,
                    MODEL_NOT_FOUND,
                    SERVER_ERROR,
                    CONNECTION,
                    STREAM_INTERRUPTED,
                    SAMPLING_FAILURE,
                    CANCELLED -> new Told("api_error", who + "failed (" + e.errorClass() + ").");
        };
    }
}
