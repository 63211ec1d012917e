package dev.sluice.gateway.error;

import dev.sluice.contract.limit.Admission;
import dev.sluice.contract.limit.Standing;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.gateway.quota.ProviderLimits;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every way a request can fail. Adding a case does not compile until every client dialect renders it. */
public sealed interface GatewayError {

    /** As logs and metrics show it: the gateway's own classes, or the provider's. */
    String errorClass();

    /** Missing, unknown, expired or revoked: the answer never says which. */
    record Unauthenticated() implements GatewayError {
        @Override
        public String errorClass() {
            return "unauthenticated";
        }
    }

    /** Two different keys in one request. */
    record ConflictingKeys() implements GatewayError {
        @Override
        public String errorClass() {
            return "unauthenticated";
        }
    }

    /** The model exists; this caller may not use it. */
    record ModelNotAllowed(String model) implements GatewayError {
        @Override
        public String errorClass() {
            return "not_allowed";
        }
    }

    /** The key is bound to other addresses. */
    record AddressNotAllowed() implements GatewayError {
        @Override
        public String errorClass() {
            return "not_allowed";
        }
    }

    /** An explanation was asked for by somebody who may not see how rules stand. */
    record ExplainNotAllowed() implements GatewayError {
        @Override
        public String errorClass() {
            return "not_allowed";
        }
    }

    record UnknownModel(String model) implements GatewayError {
        @Override
        public String errorClass() {
            return "unknown_model";
        }
    }

    record UnknownPath(String method, String path) implements GatewayError {
        @Override
        public String errorClass() {
            return "invalid_request";
        }
    }

    record WrongMethod(String method, String allowed) implements GatewayError {
        @Override
        public String errorClass() {
            return "invalid_request";
        }
    }

    /** @param param the field at fault, or null for the body itself */
    record InvalidRequest(@Nullable String param, String message) implements GatewayError {
        @Override
        public String errorClass() {
            return "invalid_request";
        }
    }

    /** A field that the model does not take, and without which the answer would mean something else. */
    record UnsupportedParameter(String param, String message) implements GatewayError {
        @Override
        public String errorClass() {
            return "invalid_request";
        }
    }

    /**
     * A part of a message that the model cannot take in.
     *
     * @param param where it is, such as {@code messages[1].content[0]}
     */
    record UnsupportedContent(String param, String message) implements GatewayError {
        @Override
        public String errorClass() {
            return "invalid_request";
        }
    }

    record TooLarge(long limitBytes) implements GatewayError {
        @Override
        public String errorClass() {
            return "invalid_request";
        }
    }

    /**
     * A rate limit or a budget refuses.
     *
     * @param standing how it stands with the limit that refuses
     * @param rerouting budgets that had sent the request to another model before
     */
    record LimitReached(Standing standing, Admission.Reason reason, Set<LimitRule> rerouting) implements GatewayError {
        public LimitReached {
            rerouting = Set.copyOf(rerouting);
        }

        /** Of a request that kept its model. */
        public LimitReached(Standing standing, Admission.Reason reason) {
            this(standing, reason, Set.of());
        }

        public boolean isBudget() {
            return standing.rule().isBudget();
        }

        @Override
        public String errorClass() {
            return classOf(standing.rule());
        }

        /** Of a refusal by the rule. */
        public static String classOf(LimitRule rule) {
            return rule.isBudget() ? "budget" : "rate_limit";
        }
    }

    record PolicyUnavailable() implements GatewayError {
        @Override
        public String errorClass() {
            return "policy_unavailable";
        }
    }

    /** The gateway has too much to do, or is about to stop: another one, or a moment later, may do better. */
    record Shed(ShedReason reason) implements GatewayError {
        @Override
        public String errorClass() {
            return "shed";
        }
    }

    /** A fault of our own: rendered without any detail. */
    record Internal() implements GatewayError {
        @Override
        public String errorClass() {
            return "server_error";
        }
    }

    /**
     * The provider, or the way to it.
     *
     * @param status the provider's; 0 when it did not answer
     * @param body the provider's error, relayed to clients of its dialect where it is meant for them
     * @param message the provider's own words where they are about the request, fit for clients of any dialect
     */
    record Upstream(
            UpstreamClass kind,
            String account,
            int status,
            byte @Nullable [] body,
            @Nullable String message,
            ProviderLimits limits)
            implements GatewayError {

        /** Of which the provider has said nothing. */
        public static Upstream of(UpstreamClass kind, String account, int status) {
            return new Upstream(kind, account, status, null, null, ProviderLimits.NONE);
        }

        /** Inside a stream, whose dialect has the provider's words at hand. */
        public static Upstream inStream(UpstreamClass kind, String message) {
            return new Upstream(kind, "", 0, null, kind.isAboutRequest() ? message : null, ProviderLimits.NONE);
        }

        /** Such as {@code refused the request (bad_request): max_tokens is too large}. */
        public String refusal() {
            String plain = "refused the request (" + errorClass() + ")";
            return message == null ? plain + "." : plain + ": " + message;
        }

        @Override
        public String errorClass() {
            return kind.wireName();
        }
    }
}
