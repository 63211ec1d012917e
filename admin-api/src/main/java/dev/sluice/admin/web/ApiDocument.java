package dev.sluice.admin.web;

import dev.sluice.contract.policy.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Completes the OpenAPI document: what the collections carry, how calls authenticate, the form of refusals. */
public final class ApiDocument implements OASFilter {
    private static final String JSON = "application/json";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        "bearer",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"));
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        schemas.values().forEach(ApiDocument::lowerCaseEnums);
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
                .addSchema(name + "Input", manifest(kind, "Metadata"))
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
        Schema schema = object().addProperty("kind", OASFactory.createSchema().addType(Schema.SchemaType.STRING))
                .addProperty("metadata", ref(metadata))
                .addProperty("spec", ref(kind.specType().getSimpleName()));
        if (kind == Kind.API_KEY) {
            schema.addProperty(
                    "status",
                    object().addProperty("id", string())
                            .addProperty(
                                    "state", string().enumeration(List.of("active", "expired", "revoked", "rotating")))
                            .addProperty("graceUntil", string().format("date-time")));
        }
        return schema.required(List.of("metadata", "spec"));
    }

    private static void complete(String path, PathItem item) {
        item.getOperations().forEach((method, operation) -> {
            operation.setOperationId(method.name().toLowerCase(Locale.ROOT)
                    + path.replace("/api/v1", "").replaceAll("[^A-Za-z]+", "_").replaceAll("_$", ""));
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

    /** Enumerations are written in lower case, as their records say with their own writers. */
    private static void lowerCaseEnums(Schema schema) {
        List<Object> values = schema.getEnumeration();
        if (values != null) {
            List<Object> lower = new ArrayList<>();
            values.forEach(value -> lower.add(String.valueOf(value).toLowerCase(Locale.ROOT)));
            schema.setEnumeration(lower);
        }
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }

    private static Schema array(Schema items) {
        return OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(items);
    }

    private static Schema ref(String name) {
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }
}
