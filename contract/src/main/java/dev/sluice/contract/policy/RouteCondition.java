package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which requests a target is for: the {@code when} of a virtual model's target, compiled. Immutable. */
public final class RouteCondition {
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    /** A condition on these, or a target chosen by them, would make a credential part of policy. */
    private static final Set<String> SECRET =
            Set.of("authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "proxy-authorization");

    private final LimitMatcher caller;
    private final List<Part> headers;
    private final @Nullable Bounds timeout;
    private final @Nullable ParameterMatch parameters;

    private record Part(String header, Choice values) {
        boolean matches(@Nullable String value) {
            return (values.in() == null || (value != null && values.included().contains(value)))
                    && (value == null || !values.excluded().contains(value));
        }
    }

    private RouteCondition(
            LimitMatcher caller, List<Part> headers, @Nullable Bounds timeout, @Nullable ParameterMatch parameters) {
        this.caller = caller;
        this.headers = headers;
        this.timeout = timeout;
        this.parameters = parameters;
    }

    static RouteCondition of(VirtualModelSpec.When when) {
        List<Part> parts = new ArrayList<>();
        when.headers().forEach((name, values) -> parts.add(new Part(name, values)));
        return new RouteCondition(
                LimitMatcher.of(new LimitMatch(when.subjects(), null, when.metadata())),
                List.copyOf(parts),
                when.timeoutMs(),
                when.parameters());
    }

    static boolean isHeader(String name) {
        return HEADER.matcher(name).matches() && SECRET.stream().noneMatch(name::equalsIgnoreCase);
    }

    /** @param headersSent the request's headers by name */
    public boolean matches(LimitFacts facts, UnaryOperator<@Nullable String> headersSent, RequestShape request) {
        if ((timeout != null && !timeout.holds(request.timeoutMillis()))
                || (parameters != null && !parameters.matches(request))) {
            return false;
        }
        for (Part part : headers) {
            if (!part.matches(headersSent.apply(part.header()))) {
                return false;
            }
        }
        return caller.matches(facts, "");
    }
}
