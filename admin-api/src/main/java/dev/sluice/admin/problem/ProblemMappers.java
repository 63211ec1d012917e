package dev.sluice.admin.problem;

import dev.sluice.contract.policy.InvalidField;
import dev.sluice.contract.policy.ManifestException;
import dev.sluice.contract.policy.ManifestException.FieldProblem;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every exception into a problem. What is unexpected is logged with its request id and told to nobody. */
@Singleton
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final CurrentVertxRequest current;

    ProblemMappers(CurrentVertxRequest current) {
        this.current = current;
    }

    @ServerExceptionMapper
    public Response refusal(Refusal refusal) {
        return answer(refusal);
    }

    @ServerExceptionMapper
    public Response manifest(ManifestException e) {
        Code code = e.code() == ManifestException.Code.UNKNOWN_FIELD ? Code.UNKNOWN_FIELD : Code.INVALID_REQUEST;
        return answer(Refusal.fields(code, e.problems()));
    }

    @ServerExceptionMapper
    public Response invalid(InvalidField e) {
        return answer(Refusal.fields(
                Code.INVALID_REQUEST, List.of(new FieldProblem(e.field(), String.valueOf(e.getMessage())))));
    }

    /** What REST itself refuses: no such path, method or content type. */
    @ServerExceptionMapper
    public Response rest(WebApplicationException e) {
        return switch (e.getResponse().getStatus()) {
            case 401 -> answer(Refusal.of(Code.UNAUTHENTICATED, "send a bearer token: sign in at /api/v1/auth/login"));
            case 404 -> answer(Refusal.of(Code.NOT_FOUND, "there is nothing at this path"));
            case 405 -> answer(Refusal.of(Code.METHOD_NOT_ALLOWED, "this path does not answer that method"));
            case 413 -> answer(Refusal.of(Code.TOO_LARGE, "the body is too large"));
            case 406, 415 ->
                answer(Refusal.of(
                        Code.UNSUPPORTED_MEDIA_TYPE, "send and accept application/json (or YAML where it is said)"));
            case 500, 501, 502, 503 -> unexpected(e);
            default -> answer(Refusal.of(Code.INVALID_REQUEST, "the request cannot be understood"));
        };
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable e) {
        LOG.errorf(e, "request %s failed", RequestId.of(current.getCurrent()));
        return answer(Refusal.of(Code.INTERNAL, "this is a fault of Sluice: give the request id when you report it"));
    }

    private Response answer(Refusal refusal) {
        Problem problem = Problem.of(refusal, RequestId.of(current.getCurrent()));
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.toJson());
        if (refusal.code() == Code.UNAUTHENTICATED) {
            response.header("www-authenticate", "Bearer");
        }
        if (refusal.code() == Code.TOO_MANY_ATTEMPTS) {
            response.header("retry-after", "60");
        }
        if (refusal.code() == Code.UNAVAILABLE) {
            response.header("retry-after", "1");
        }
        return response.build();
    }
}
