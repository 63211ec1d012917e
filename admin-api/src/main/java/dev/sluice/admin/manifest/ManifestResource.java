package dev.sluice.admin.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.admin.access.Caller;
import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.alert.BudgetAdvice;
import dev.sluice.admin.collection.ManifestView;
import dev.sluice.admin.gateway.LiveWait;
import dev.sluice.admin.policy.Committed;
import dev.sluice.admin.policy.Draft;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.whatif.PlanReplay;
import dev.sluice.admin.whatif.WhatIf;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ManifestException.FieldProblem;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.PolicyObject;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plan, apply, export. */
@Path("/")
@RunOnVirtualThread
public class ManifestResource {
    private static final String YAML = "application/yaml";
    private static final Set<String> OF_APPLY = Set.of("prune", "wait", "force");
    /** Those of apply mean nothing to a plan, and do no harm: the same call is tried as a plan first. */
    private static final Set<String> OF_PLAN = Set.of("prune", "wait", "force", "replay");

    private static final YAMLMapper WRITER = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    private final Applying applying;
    private final LivePolicy live;
    private final LiveWait wait;
    private final PlanReplay replays;
    private final CurrentCaller caller;
    private final BudgetAdvice advice;

    ManifestResource(
            Applying applying,
            LivePolicy live,
            LiveWait wait,
            PlanReplay replays,
            CurrentCaller caller,
            BudgetAdvice advice) {
        this.applying = applying;
        this.live = live;
        this.wait = wait;
        this.replays = replays;
        this.caller = caller;
        this.advice = advice;
    }

    /** @param change {@code created, updated, unchanged} or {@code deleted} */
    public record Planned(String kind, String name, String change, List<Diff.Line> diff) {}

    /** @param whatIf what it would have meant for past requests; there when it was asked for */
    public record Plan(
            List<Planned> changes,
            List<String> warnings,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            WhatIf whatIf) {}

    public record Done(String kind, String name, String change) {}

    /** @param secrets keys that were made, by the name of their ApiKey; shown this once */
    public record Applied(
            long revision,
            LiveWait.Live live,
            List<Done> applied,
            Map<String, String> secrets,
            List<String> warnings) {}

    @POST
    @Path("plan")
    @Consumes({MediaType.APPLICATION_JSON, YAML, "application/x-yaml", "text/yaml"})
    @Produces(MediaType.APPLICATION_JSON)
    @Requires("policy:write")
    public Plan plan(
            @HeaderParam("Content-Type") String type,
            @QueryParam("prune") @Nullable String prune,
            @QueryParam("replay") @Nullable String replay,
            @Context UriInfo uri,
            String body) {
        onlyKnown(uri, OF_PLAN);
        Duration past = replay == null ? null : PlanReplay.duration(replay);
        if (past != null && !caller.get().holdsEverywhere("usage:read")) {
            throw Refusal.of(Code.FORBIDDEN, "a replay tells of everybody's requests: it takes usage:read");
        }
        Committed<Map<String, String>> planned =
                applying.plan(caller.get(), new Applying.Request(read(type, body), prune, true));
        return new Plan(
                planned.edited().stream()
                        .map(e -> new Planned(e.id().kind().manifestName(), e.id().name(), e.what(), Diff.of(e)))
                        .toList(),
                warnings(planned),
                past == null ? null : replays.run(planned.edited(), past));
    }

    @POST
    @Path("apply")
    @Consumes({MediaType.APPLICATION_JSON, YAML, "application/x-yaml", "text/yaml"})
    @Produces(MediaType.APPLICATION_JSON)
    @Requires("policy:write")
    public Applied apply(
            @HeaderParam("Content-Type") String type,
            @QueryParam("prune") @Nullable String prune,
            @QueryParam("wait") @Nullable String waitFor,
            @QueryParam("force") boolean force,
            @Context UriInfo uri,
            String body) {
        onlyKnown(uri, OF_APPLY);
        Committed<Map<String, String>> committed =
                applying.apply(caller.get(), new Applying.Request(read(type, body), prune, force));
        LiveWait.Live reached = wait.untilLive(waitFor, committed.epoch(), committed.revision());
        return new Applied(
                committed.revision(),
                reached,
                committed.edited().stream().map(ManifestResource::done).toList(),
                committed.value(),
                warnings(committed));
    }

    /** Whoever asks for {@code POST /apply?dryRun=true} must not find it applied. */
    private static void onlyKnown(UriInfo uri, Set<String> known) {
        List<FieldProblem> unknown = uri.getQueryParameters().keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name -> new FieldProblem(
                        name, "is not a parameter: remove it. POST /plan says what POST /apply would change"))
                .toList();
        if (!unknown.isEmpty()) {
            throw Refusal.fields(Code.UNKNOWN_FIELD, unknown);
        }
    }

    @GET
    @Path("export")
    @Produces({YAML, MediaType.TEXT_PLAIN})
    @Requires("policy:read")
    public String export() throws JsonProcessingException {
        Caller who = caller.get();
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            if (kind.isPublic()) {
                for (PolicyObject object : live.objects(kind).values()) {
                    if (who.mayRead(object)) {
                        text.append(WRITER.writeValueAsString(ManifestView.forExport(object)));
                    }
                }
            }
        }
        return text.toString();
    }

    private List<String> warnings(Committed<?> committed) {
        return Stream.concat(committed.warnings().stream(), advice.of(committed.edited()).stream())
                .toList();
    }

    private static Done done(Draft.Edited edited) {
        return new Done(edited.id().kind().manifestName(), edited.id().name(), edited.what());
    }

    private static List<PolicyObject> read(String type, String body) {
        return type.contains("yaml") ? Manifests.readYaml(body) : Manifests.readJsonArray(body);
    }
}
