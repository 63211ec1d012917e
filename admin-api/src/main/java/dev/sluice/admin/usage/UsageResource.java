package dev.sluice.admin.usage;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.problem.Refusal;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Analytics and the request log. */
@Path("/")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class UsageResource {
    private static final int MAX_LIMIT = 500;

    private final UsageQuery usage;
    private final RequestLog log;
    private final RequestExport export;
    private final RequestFollowers followers;
    private final CurrentCaller caller;

    UsageResource(
            UsageQuery usage, RequestLog log, RequestFollowers followers, RequestExport export, CurrentCaller caller) {
        this.usage = usage;
        this.log = log;
        this.followers = followers;
        this.export = export;
        this.caller = caller;
    }

    @GET
    @Path("usage")
    @Requires("usage:read")
    public UsageQuery.Usage usage(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("interval") @Nullable String interval,
            @QueryParam("groupBy") @Nullable String groupBy,
            @Context UriInfo uri) {
        List<String> groups = groupBy == null || groupBy.isBlank()
                ? List.of()
                : Arrays.stream(groupBy.split(",", -1)).map(String::strip).toList();
        return usage.run(
                caller.get(),
                TimeRange.of(from, to, Duration.ofDays(1)),
                UsageQuery.Interval.of(interval),
                groups,
                UsageQuery.Filters.of(uri.getQueryParameters()));
    }

    @GET
    @Path("requests")
    @Requires("logs:read")
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RequestLog.Page.class)))
    public Response requests(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("after") @Nullable String after,
            @Parameter(description = "true: server-sent events of what ended just now and what ends from now on")
                    @QueryParam("follow")
                    @Nullable
                    Boolean follow,
            @HeaderParam("Last-Event-ID") @Nullable String position,
            @Context UriInfo uri) {
        UsageQuery.Filters filters = UsageQuery.Filters.of(uri.getQueryParameters());
        String given = uri.getQueryParameters().getFirst("follow");
        if (given != null && !given.equals("true") && !given.equals("false")) {
            throw Refusal.field("follow", "must be true or false");
        }
        if (Boolean.TRUE.equals(follow)) {
            if (from != null || to != null || limit != null || after != null) {
                throw Refusal.field("follow", "begins now: leave out from, to, limit and after");
            }
            return Response.ok(followers.follow(caller.get(), filters, position))
                    .type(MediaType.SERVER_SENT_EVENTS)
                    .header("cache-control", "no-store")
                    .header("x-accel-buffering", "no")
                    .build();
        }
        int size = limit == null ? 50 : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw Refusal.field("limit", "must be 1 to " + MAX_LIMIT);
        }
        return Response.ok(log.list(caller.get(), TimeRange.of(from, to, Duration.ofDays(1)), filters, size, after))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }

    @GET
    @Path("requests/{id}")
    @Requires("logs:read")
    public RequestLog.Detail request(@PathParam("id") String id) {
        return log.get(caller.get(), id);
    }

    @GET
    @Path("requests/export")
    @Produces({"text/csv", "application/x-ndjson", MediaType.APPLICATION_JSON})
    @Requires("logs:read")
    public Response export(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("format") @Nullable String format,
            @Context UriInfo uri) {
        String wanted = format == null ? "csv" : format;
        if (!wanted.equals("csv") && !wanted.equals("jsonl")) {
            throw Refusal.field("format", "must be csv or jsonl");
        }
        Caller who = caller.get();
        TimeRange range = TimeRange.of(from, to, Duration.ofDays(1));
        UsageQuery.Filters filters = UsageQuery.Filters.of(uri.getQueryParameters());
        RequestLog.Page first = log.list(who, range, filters, MAX_LIMIT, null);
        StreamingOutput body = out -> export.write(who, range, filters, wanted.equals("csv"), first, out);
        return Response.ok(body)
                .type(wanted.equals("csv") ? "text/csv;charset=UTF-8" : "application/x-ndjson")
                .header("content-disposition", "attachment; filename=\"requests." + wanted + "\"")
                .build();
    }
}
