package dev.sluice.admin.web;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Problem;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.problem.RequestId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses, before anything routes them, paths that two readers could understand differently: encoded slashes (but in names of
 * Models, which have slashes), backslashes, semicolons, empty segments and dot segments.
 */
@Singleton
public final class PathGuard {
    private static final int FIRST = 1_000;
    private static final long LARGEST_BODY = 16L << 20;
    private static final String MODELS = "/api/v1/models/";
    private static final Pattern CONFUSING = Pattern.compile("//|\\\\|;|%5c|%3b|%[01][0-9a-f]|%7f|%(?![0-9a-f]{2})");

    void register(@Observes Filters filters) {
        filters.register(this::check, FIRST);
    }

    private void check(RoutingContext call) {
        RequestId.assign(call);
        String path = String.valueOf(call.request().path());
        Optional<Refusal> refusal = isConfusing(path)
                ? Optional.of(Refusal.of(
                        Code.INVALID_REQUEST,
                        "the path has an encoded slash, a backslash, a semicolon, or an empty or dot segment"))
                : tooLarge(call);
        if (refusal.isEmpty()) {
            call.next();
            return;
        }
        Problem problem = Problem.of(refusal.get(), RequestId.of(call));
        call.response()
                .setStatusCode(problem.status())
                .putHeader("content-type", Problem.MEDIA_TYPE)
                .putHeader("connection", "close")
                // What is left of the request is not read.
                .end(problem.toJson())
                .onComplete(_ -> call.request().connection().close());
    }

    static boolean isConfusing(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("/") || CONFUSING.matcher(lower).find()) {
            return true;
        }
        if (lower.contains("%2f") && !path.startsWith(MODELS)) {
            return true;
        }
        for (String segment : lower.replace("%2f", "/").split("/", -1)) {
            String dots = segment.replace("%2e", ".");
            if (dots.equals(".") || dots.equals("..")) {
                return true;
            }
        }
        return lower.replace("%2f", "/").contains("//");
    }

    private static Optional<Refusal> tooLarge(RoutingContext call) {
        String length = call.request().getHeader("content-length");
        // The server has already refused what is no number.
        boolean large = length != null && (length.length() > 18 || Long.parseLong(length) > LARGEST_BODY);
        return large ? Optional.of(Refusal.of(Code.TOO_LARGE, "the body is larger than 16 MiB")) : Optional.empty();
    }
}
