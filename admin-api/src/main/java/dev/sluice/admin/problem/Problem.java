package dev.sluice.admin.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.contract.policy.ManifestException.FieldProblem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A refusal as clients see it (RFC 9457). */
@Schema(name = "Problem", description = "Why a call was refused (RFC 9457)")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        String requestId,
        List<FieldProblem> errors,
        List<Reference> references) {
    public static final String MEDIA_TYPE = "application/problem+json";

    /** An object that refers to the one that was to go. */
    public record Reference(String kind, String name) {}

    public static Problem of(Refusal refusal, String requestId) {
        return new Problem(
                "urn:sluice:problem:" + refusal.code().wireName(),
                refusal.code().title(),
                refusal.code().status(),
                refusal.code().wireName(),
                refusal.detail(),
                requestId,
                refusal.errors(),
                refusal.references().stream()
                        .map(id -> new Reference(id.kind().manifestName(), id.name()))
                        .toList());
    }

    /** For answers that are written outside of REST. */
    public String toJson() {
        JsonObject json = new JsonObject()
                .put("type", type)
                .put("title", title)
                .put("status", status)
                .put("code", code)
                .put("detail", detail)
                .put("requestId", requestId);
        if (!errors.isEmpty()) {
            JsonArray list = new JsonArray();
            errors.forEach(error ->
                    list.add(new JsonObject().put("field", error.field()).put("message", error.message())));
            json.put("errors", list);
        }
        if (!references.isEmpty()) {
            JsonArray list = new JsonArray();
            references.forEach(reference ->
                    list.add(new JsonObject().put("kind", reference.kind()).put("name", reference.name())));
            json.put("references", list);
        }
        return json.encode();
    }
}
