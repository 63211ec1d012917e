package dev.sluice.admin.web;

import static dev.sluice.admin.web.ApiSchemas.array;
import static dev.sluice.admin.web.ApiSchemas.object;
import static dev.sluice.admin.web.ApiSchemas.ref;
import static dev.sluice.admin.web.ApiSchemas.string;

import dev.sluice.contract.policy.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/** Completes the OpenAPI document: what the collections carry, how calls authenticate, the form of refusals. */
public final class ApiDocument implements OASFilter {
    private static final String JSON = "application/json";
    private static final Set<String> FILTERED = Set.of("/api/v1/usage", "/api/v1/requests", "/api/v1/requests/export");
    private static final List<String> FILTERS = List.of(
            "model",
            "account",
            "provider",
            "team",
            "user",
            "serviceAccount",
            "key",
            "status",
            "outcome",
            "errorClass",
            "session");
    private static final List<String> OPTIONAL_BODIES = List.of("RefreshRequest", "RotateRequest", "TestRequest");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        "bearer",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"));
        document.setServers(List.of(OASFactory.createServer().url("/")));
        Map<String, Schema> read =
                Objects.requireNonNull(document.getComponents().getSchemas(), "the records are indexed");
        document.getComponents().setSchemas(ApiSchemas.completed(read));
        for (Kind kind : Kind.values()) {
            if (kind.isPublic()) {
                describe(document, kind);
            }
        }
        document.getPaths().getPathItems().forEach(ApiDocument::complete);
    }

    private static void describe(OpenAPI document, Kind kind) {
        String name = kind.manifestName();
        document.getComponents()
                .addSchema(name, manifest(kind, "Metadata"))
                .addSchema(name + "Input", manifest(kind, "MetadataInput"))
                .addSchema(
                        name + "List",
                        object().addProperty("items", array(ref(name)))
                                .addProperty(
                                        "next",
                                        OASFactory.createSchema()
                                                .type(List.of(Schema.SchemaType.STRING, Schema.SchemaType.NULL)))
                                .required(List.of("items", "next")));
        PathItem list = document.getPaths().getPathItem("/api/v1/" + kind.collection());
        PathItem one = document.getPaths().getPathItem("/api/v1/" + kind.collection() + "/{name}");
        if (list != null && list.getGET() != null) {
            answers(list.getGET(), "200", name + "List");
        }
        if (list != null && list.getPOST() != null) {
            takes(list.getPOST(), name + "Input");
        }
        if (one != null) {
            answers(one.getGET(), "200", name);
            answers(one.getPUT(), "200", name);
            answers(one.getPUT(), "201", name);
            takes(one.getPUT(), name + "Input");
        }
    }

    private static Schema manifest(Kind kind, String metadata) {
        Schema schema = object().addProperty("kind", string())
                .addProperty("metadata", ref(metadata))
                .addProperty("spec", ref(kind.specType().getSimpleName()));
        if (kind == Kind.API_KEY && metadata.equals("Metadata")) {
            schema.addProperty("status", ref("ApiKeyStatus"));
        }
        return schema.required(
                metadata.equals("Metadata") ? List.of("kind", "metadata", "spec") : List.of("metadata", "spec"));
    }

    private static void complete(String path, PathItem item) {
        item.getOperations().forEach((method, operation) -> {
            operation.setOperationId(method.name().toLowerCase(Locale.ROOT)
                    + path.replace("/api/v1", "").replaceAll("[^A-Za-z]+", "_").replaceAll("_$", ""));
            rewrite(operation);
            if (FILTERED.contains(path)) {
                filters(operation);
            }
            operation.getResponses().removeAPIResponse("400");
            operation
                    .getResponses()
                    .addAPIResponse(
                            "default",
                            OASFactory.createAPIResponse()
                                    .description("Refused")
                                    .content(content("application/problem+json", ref("Problem"))));
            boolean open = path.startsWith("/api/v1/auth/") && !path.endsWith("gateway-token");
            operation.setSecurity(
                    open
                            ? List.of()
                            : List.of(OASFactory.createSecurityRequirement().addScheme("bearer")));
        });
    }

    /** What the records' own names have become; a body of which everything may be absent may be absent itself. */
    private static void rewrite(Operation operation) {
        operation.getResponses().getAPIResponses().values().forEach(response -> rewrite(response.getContent()));
        RequestBody body = operation.getRequestBody();
        if (body != null) {
            rewrite(body.getContent());
            if (OPTIONAL_BODIES.stream().anyMatch(name -> takesA(name, body))) {
                body.setRequired(null);
            }
        }
    }

    private static void rewrite(@Nullable Content content) {
        if (content != null) {
            content.getMediaTypes().values().stream()
                    .filter(type -> type.getSchema() != null)
                    .forEach(type -> type.setSchema(ApiSchemas.rewritten(type.getSchema())));
        }
    }

    private static boolean takesA(String name, RequestBody body) {
        return body.getContent().getMediaTypes().values().stream()
                .anyMatch(type -> type.getSchema() != null
                        && String.valueOf(type.getSchema().getRef()).endsWith("/" + name));
    }

    private static void filters(Operation operation) {
        for (String name : FILTERS) {
            operation.addParameter(OASFactory.createParameter()
                    .name(name)
                    .in(Parameter.In.QUERY)
                    .description("Given more than once: any of them")
                    .schema(string()));
        }
    }

    private static void answers(Operation operation, String status, String schema) {
        operation
                .getResponses()
                .addAPIResponse(
                        status,
                        OASFactory.createAPIResponse().description(schema).content(content(JSON, ref(schema))));
    }

    private static void takes(Operation operation, String schema) {
        operation.setRequestBody(OASFactory.createRequestBody().required(true).content(content(JSON, ref(schema))));
    }

    private static Content content(String type, Schema schema) {
        return OASFactory.createContent()
                .addMediaType(type, OASFactory.createMediaType().schema(schema));
    }
}
