package dev.sluice.admin.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Completes what is read from the records: names that stand alone, what an answer always has, what may be null. A record's
 * field is always in an answer, as null where {@link #NULLABLE} says so; what is sent needs no more than {@link #SENT} says.
 */
final class ApiSchemas {
    private static final String REF = "#/components/schemas/";

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("As", "TokenSubjectKind"),
            Map.entry("Aws", "AwsCredential"),
            Map.entry("Caller", "ExplainedCaller"),
            Map.entry("CatalogEntry", "CatalogModel"),
            Map.entry("Content", "ContentPolicy"),
            Map.entry("CredentialSpec", "Credential"),
            Map.entry("Disabled", "DisabledObject"),
            Map.entry("Done", "AppliedChange"),
            Map.entry("Entry", "Attempt"),
            Map.entry("Fallback", "FallbackPolicy"),
            Map.entry("Entra", "EntraCredential"),
            Map.entry("FieldProblem", "FieldError"),
            Map.entry("Gateways", "GatewayList"),
            Map.entry("Item", "RequestItem"),
            Map.entry("Limits", "ModelLimits"),
            Map.entry("Line", "DiffLine"),
            Map.entry("Live", "LiveGateways"),
            Map.entry("Login", "LoginRequest"),
            Map.entry("Asked", "ExplainedModel"),
            Map.entry("Models", "CatalogModelList"),
            Map.entry("Planned", "PlannedChange"),
            Map.entry("Providers", "CatalogProviderList"),
            Map.entry("Refresh", "RefreshRequest"),
            Map.entry("Retry", "RetryPolicy"),
            Map.entry("Ring", "RecordRing"),
            Map.entry("RotateCredential", "RotateCredentialRequest"),
            Map.entry("Row", "UsageRow"),
            Map.entry("Rule", "ExplainedRule"),
            Map.entry("SecretSource", "Secret"),
            Map.entry("Sticky", "StickyRouting"),
            Map.entry("When", "RouteCondition"),
            Map.entry("Segment", "LimitSegment"),
            Map.entry("Target", "ExplainedTarget"),
            Map.entry("Tier", "PriceTier"),
            Map.entry("Type", "AlertChannelType"));

    /** Described in another way: by hand, in place, or not at all. */
    private static final Set<String> DROPPED =
            Set.of("Detail", "Page", "JsonNode", "JsonNodeType", "Instant", "Duration", "LimitAmount", "OnExceeded");

    /** What is sent, or read back as it was sent: its fields may be absent but for these. */
    private static final Map<String, List<String>> SENT = Map.ofEntries(
            Map.entry("AccessRuleSpec", List.of("subjects")),
            Map.entry("AlertChannelSpec", List.of("type")),
            Map.entry("ApiKeySpec", List.of("owner")),
            Map.entry("AwsCredential", List.of("accessKeyId", "secretAccessKey")),
            Map.entry("Bounds", List.of()),
            Map.entry("BudgetAlerts", List.of()),
            Map.entry("BudgetLimit", List.of("period")),
            Map.entry("BudgetOverride", List.of("limits", "subject")),
            Map.entry("BudgetSpec", List.of("limits")),
            Map.entry("Choice", List.of()),
            Map.entry("Credential", List.of("name")),
            Map.entry("EntraCredential", List.of("clientId", "clientSecret", "tenant")),
            Map.entry("ExplainedCaller", List.of()),
            Map.entry("FallbackPolicy", List.of()),
            Map.entry("ExplainedModel", List.of("allowed", "asked")),
            Map.entry(
                    "ExplainedRule",
                    List.of(
                            "decision",
                            "estimate",
                            "kind",
                            "limit",
                            "mode",
                            "name",
                            "remaining",
                            "reserved",
                            "segment",
                            "unit",
                            "used",
                            "window")),
            Map.entry("ExplainedTarget", List.of("account", "chosen", "model", "provider", "rules")),
            Map.entry("Explanation", List.of("model", "outcome", "policyRevision", "principal", "rules", "targets")),
            Map.entry("Flag", List.of()),
            Map.entry("KeySecret", List.of()),
            Map.entry("LimitMatch", List.of()),
            Map.entry("LoginRequest", List.of("email", "password")),
            Map.entry("ModelLimits", List.of()),
            Map.entry("ModelSpec", List.of("account", "upstream")),
            Map.entry("ParameterMatch", List.of()),
            Map.entry("ParameterOverrides", List.of()),
            Map.entry("PasswordRequest", List.of("password")),
            Map.entry("Plan", List.of("changes", "warnings")),
            Map.entry("Price", List.of()),
            Map.entry("PriceTier", List.of("above")),
            Map.entry("Problem", List.of("code", "status", "title", "type")),
            Map.entry("ProviderAccountSpec", List.of("provider")),
            Map.entry("RateLimitSpec", List.of("limits")),
            Map.entry("RateOverride", List.of("limits", "subject")),
            Map.entry("RefreshRequest", List.of()),
            Map.entry("RotateCredentialRequest", List.of()),
            Map.entry("RetryPolicy", List.of()),
            Map.entry("RotateRequest", List.of()),
            Map.entry("RouteCondition", List.of()),
            Map.entry("RouteTarget", List.of("model")),
            Map.entry("Secret", List.of()),
            Map.entry("ServiceAccountSpec", List.of()),
            Map.entry("ScoreWeights", List.of()),
            Map.entry("SimulateRequest", List.of("model")),
            Map.entry("StickyRouting", List.of("by")),
            Map.entry(
                    "TargetStanding",
                    List.of("account", "errors", "gateways", "inFlight", "model", "quota", "requests", "state")),
            Map.entry("Strategy", List.of("type")),
            Map.entry("TeamSpec", List.of()),
            Map.entry("TestRequest", List.of()),
            Map.entry("Timeouts", List.of()),
            Map.entry("TokenIssuerSpec", List.of("audiences", "issuer")),
            Map.entry("TokenSubject", List.of()),
            Map.entry("TokenTeam", List.of("claim")),
            Map.entry("UserSpec", List.of()),
            Map.entry("VirtualModelSpec", List.of("targets")),
            Map.entry(
                    "WhatIf",
                    List.of(
                            "from",
                            "leftOut",
                            "modelsNewlyAllowed",
                            "modelsNoLongerAllowed",
                            "newlyAllowed",
                            "newlyRefused",
                            "now",
                            "requests",
                            "then",
                            "to",
                            "truncated")),
            Map.entry("WindowLimit", List.of("amount", "unit")));

    private static final Map<String, Set<String>> NULLABLE = Map.ofEntries(
            Map.entry("AlertDelivery", Set.of("deliveredAt", "lastError")),
            Map.entry("AlertItem", Set.of("periodEnd", "subject")),
            Map.entry("AlertList", Set.of("next")),
            Map.entry("Applied", Set.of("live")),
            Map.entry("Attempt", Set.of("errorClass", "costUsd")),
            Map.entry("CatalogModel", Set.of("price")),
            Map.entry("CatalogProvider", Set.of("baseUrl", "testModel")),
            Map.entry("CreatedKey", Set.of("key")),
            Map.entry("LimitSegment", Set.of("subject", "resetsAt")),
            Map.entry("Percentiles", Set.of("p50", "p95", "p99")),
            Map.entry(
                    "RequestItem",
                    Set.of(
                            "account",
                            "clientRequestId",
                            "costUsd",
                            "errorClass",
                            "firstTokenMs",
                            "key",
                            "model",
                            "provider",
                            "serviceAccount",
                            "sessionId",
                            "user")),
            Map.entry("RequestList", Set.of("next")),
            Map.entry("RotatedKey", Set.of("graceUntil")),
            Map.entry("TestDelivery", Set.of("status")),
            Map.entry("TestResult", Set.of("status")),
            Map.entry("UsageRow", Set.of("time")));

    private ApiSchemas() {}

    static Map<String, Schema> completed(Map<String, Schema> read) {
        Map<String, Schema> schemas = new TreeMap<>();
        read.forEach((name, schema) -> {
            if (!DROPPED.contains(name)) {
                schemas.put(named(name), schema);
            }
        });
        schemas.put("Metadata", metadata(true));
        schemas.put("MetadataInput", metadata(false));
        schemas.put(
                "ApiKeyStatus",
                object().addProperty("id", string())
                        .addProperty("state", string().enumeration(List.of("active", "expired", "revoked", "rotating")))
                        .addProperty("graceUntil", time())
                        .required(List.of("id", "state")));
        schemas.put(
                "RuleDecision",
                object().description(
                                "What a rule did to the request, where it did more than let it pass: refused, wouldRefuse or rerouted")
                        .addProperty("kind", string())
                        .addProperty("name", string())
                        .addProperty("decision", string())
                        .required(List.of("decision", "kind", "name")));
        schemas.put(
                "RequestDetail",
                OASFactory.createSchema()
                        .allOf(List.of(
                                ref("RequestItem"),
                                object().addProperty("attemptLog", array(ref("Attempt")))
                                        .addProperty("rules", array(ref("RuleDecision")))
                                        .required(List.of("attemptLog", "rules")))));
        schemas.forEach(ApiSchemas::complete);
        return schemas;
    }

    private static void complete(String name, Schema schema) {
        lowerCaseEnum(schema);
        Map<String, Schema> properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        Map<String, Schema> completed = new LinkedHashMap<>();
        Set<String> nullable = NULLABLE.getOrDefault(name, Set.of());
        properties.forEach((field, type) -> {
            boolean price = name.equals("CatalogModel") && field.equals("price");
            Schema rewritten = price ? ref("Price") : rewritten(type);
            completed.put(field, nullable.contains(field) ? orNull(rewritten) : rewritten);
        });
        schema.setProperties(completed);
        if (schema.getRequired() == null) {
            List<String> required = SENT.getOrDefault(name, List.copyOf(new TreeSet<>(properties.keySet())));
            schema.setRequired(required.isEmpty() ? null : required);
        }
    }

    /** With the names of this document; times and durations in place, free JSON as such. */
    static Schema rewritten(Schema schema) {
        String ref = schema.getRef();
        if (ref != null) {
            String name = ref.substring(ref.lastIndexOf('/') + 1);
            return switch (name) {
                case "Instant" -> time();
                case "Duration" -> string();
                case "JsonNode" -> OASFactory.createSchema();
                case "Detail" -> ref("RequestDetail");
                case "LimitAmount" -> amount();
                case "OnExceeded" -> onExceeded();
                default -> ref(named(name));
            };
        }
        if (schema.getItems() != null) {
            schema.setItems(rewritten(schema.getItems()));
        }
        return schema;
    }

    private static String named(String name) {
        return NAMES.getOrDefault(name, name);
    }

    private static Schema amount() {
        Schema count = OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .format("int64")
                .description("A count, or tokens");
        return OASFactory.createSchema()
                .oneOf(List.of(count, string().description("Dollars, such as \"50.00\", where the unit is usd")));
    }

    private static Schema onExceeded() {
        return OASFactory.createSchema()
                .oneOf(List.of(
                        string().enumeration(List.of("block")),
                        object().addProperty("model", string()).required(List.of("model"))));
    }

    private static Schema orNull(Schema schema) {
        Schema none = OASFactory.createSchema().type(List.of(Schema.SchemaType.NULL));
        if (schema.getRef() != null) {
            return OASFactory.createSchema().oneOf(List.of(schema, none));
        }
        List<Schema.SchemaType> types = new ArrayList<>(schema.getType());
        types.add(Schema.SchemaType.NULL);
        return schema.type(types);
    }

    /** Enumerations are written in lower case or camel case, as their records say with their own writers. */
    private static void lowerCaseEnum(Schema schema) {
        List<Object> values = schema.getEnumeration();
        if (values != null) {
            List<Object> lower = new ArrayList<>();
            values.forEach(value -> lower.add(camelCase(String.valueOf(value))));
            schema.setEnumeration(lower);
        }
    }

    private static String camelCase(String constant) {
        if (!constant.equals(constant.toUpperCase(Locale.ROOT))) {
            return constant;
        }
        String[] words = constant.toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder text = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            text.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return text.toString();
    }

    private static Schema metadata(boolean stamped) {
        Schema schema = object().addProperty("name", string())
                .addProperty("labels", object().additionalPropertiesSchema(string()))
                .addProperty("description", string())
                .addProperty("team", string());
        if (!stamped) {
            return schema.required(List.of("name"));
        }
        return schema.addProperty(
                        "revision",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .format("int64"))
                .addProperty("createdAt", time())
                .addProperty("updatedAt", time())
                .required(List.of("createdAt", "name", "revision", "updatedAt"));
    }

    static Schema object() {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    }

    static Schema string() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }

    static Schema array(Schema items) {
        return OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(items);
    }

    static Schema ref(String name) {
        return OASFactory.createSchema().ref(REF + name);
    }

    private static Schema time() {
        return string().format("date-time");
    }
}
