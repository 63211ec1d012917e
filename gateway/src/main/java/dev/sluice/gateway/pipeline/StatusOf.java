package dev.sluice.gateway.pipeline;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.UpstreamClass;

/** The HTTP status with which an error is answered, the same in every dialect. */
public final class StatusOf {
    private StatusOf() {}

    public static int error(GatewayError error) {
        return switch (error) {
            case GatewayError.Unauthenticated _ -> 401;
            case GatewayError.ConflictingKeys _,
                    GatewayError.InvalidRequest _,
                    GatewayError.UnsupportedParameter _,
                    GatewayError.UnsupportedContent _ -> 400;
            case GatewayError.ModelNotAllowed _, GatewayError.AddressNotAllowed _, GatewayError.ExplainNotAllowed _ ->
                403;
            case GatewayError.UnknownModel _, GatewayError.UnknownPath _ -> 404;
            case GatewayError.WrongMethod _ -> 405;
            case GatewayError.TooLarge _ -> 413;
            case GatewayError.LimitReached _ -> 429;
            case GatewayError.PolicyUnavailable _, GatewayError.Shed _ -> 503;
            case GatewayError.Internal _ -> 500;
            case GatewayError.Upstream upstream -> upstream(upstream.kind(), upstream.status());
        };
    }

    private static int upstream(UpstreamClass kind, int status) {
        return switch (kind) {
            case BAD_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY, TOO_LARGE -> status / 100 == 4 ? status : 400;
            case RATE_LIMITED, QUOTA_EXHAUSTED -> 429;
            case OVERLOADED -> 503;
            case TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE, TIMEOUT_TOTAL -> 504;
            case CANCELLED -> 499;
            case AUTH, PERMISSION, MODEL_NOT_FOUND, SERVER_ERROR, CONNECTION, STREAM_INTERRUPTED, SAMPLING_FAILURE ->
                502;
        };
    }
}
