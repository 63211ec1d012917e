package dev.sluice.admin.web;

import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Problem;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.problem.RequestId;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What nothing else answered: a page of the console, which its script knows, or a problem. */
@Singleton
public final class ConsoleRoute {
    private static final int LAST = 1_000_000;
    private static final String INDEX = "/index.html";
    private static final String REROUTED = "sluice.rerouted";

    void register(@Observes Router router) {
        router.route().order(LAST).handler(ConsoleRoute::answer);
    }

    private static void answer(RoutingContext call) {
        String path = String.valueOf(call.request().path());
        boolean page = (call.request().method().equals(HttpMethod.GET)
                        || call.request().method().equals(HttpMethod.HEAD))
                && !path.startsWith("/api/")
                && !path.startsWith("/internal/")
                && !path.startsWith("/q/")
                && path.substring(path.lastIndexOf('/')).indexOf('.') < 0;
        if (page && call.get(REROUTED) == null) {
            call.put(REROUTED, true);
            call.reroute(INDEX);
            return;
        }
        Problem problem = Problem.of(Refusal.of(Code.NOT_FOUND, "there is nothing at this path"), RequestId.of(call));
        call.response()
                .setStatusCode(problem.status())
                .putHeader("content-type", Problem.MEDIA_TYPE)
                .end(problem.toJson());
    }
}
