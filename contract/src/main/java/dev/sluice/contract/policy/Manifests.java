package dev.sluice.contract.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.contract.policy.ManifestException.Code;
import dev.sluice.contract.policy.ManifestException.FieldProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads manifests (JSON or YAML) into objects and writes objects as manifests. Thread-safe. */
public final class Manifests {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxDocumentLength(64L << 20)
                    .build())
            .build());
    private static final Set<String> TOP = Set.of("kind", "metadata", "spec", "status");

    private Manifests() {}

    /** Several documents separated by {@code ---}. */
    public static List<PolicyObject> readYaml(String text) {
        List<PolicyObject> objects = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                if (document != null && !document.isNull() && !document.isMissingNode()) {
                    objects.add(within("document " + (objects.size() + 1) + ": ", () -> read(document)));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw malformed("YAML", e);
        }
        return objects;
    }

    /** A JSON array of manifests. */
    public static List<PolicyObject> readJsonArray(String text) {
        JsonNode array = parse(text);
        if (!array.isArray()) {
            throw new ManifestException(
                    Code.INVALID_REQUEST, new FieldProblem("", "the body must be a JSON array of manifests"));
        }
        List<PolicyObject> objects = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = array.get(i);
            objects.add(within("[" + i + "].", () -> read(item)));
        }
        return objects;
    }

    public static JsonNode parse(String text) {
        try {
            JsonNode node = PolicyJson.MAPPER.readTree(text);
            if (node == null || node.isMissingNode()) {
                throw new ManifestException(
                        Code.INVALID_REQUEST, new FieldProblem("", "the body is empty: send a JSON object"));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed("JSON", e);
        }
    }

    /** A manifest with its own {@code kind}. */
    public static PolicyObject read(JsonNode document) {
        JsonNode kind = document.path("kind");
        Kind known = kind.isTextual() ? Kind.ofManifestName(kind.textValue()).orElse(null) : null;
        if (known == null || !known.isPublic()) {
            throw new ManifestException(
                    Code.INVALID_REQUEST,
                    new FieldProblem(
                            "kind",
                            (kind.isMissingNode() ? "is required" : "'" + Check.shorten(kind.asText()) + "' is unknown")
                                    + ": use one of " + kinds()));
        }
        return read(known, document);
    }

    /** A manifest whose kind is known from elsewhere, such as the path of a request. */
    public static PolicyObject read(Kind kind, JsonNode document) {
        if (!document.isObject()) {
            throw new ManifestException(
                    Code.INVALID_REQUEST, new FieldProblem("", "must be an object with metadata and spec"));
        }
        document.fieldNames().forEachRemaining(field -> {
            if (!TOP.contains(field)) {
                throw unknown(field, field, TOP);
            }
        });
        if (document.has("kind") && !document.path("kind").asText().equals(kind.manifestName())) {
            throw new ManifestException(
                    Code.INVALID_REQUEST, new FieldProblem("kind", "must be " + kind.manifestName() + " here"));
        }
        Metadata metadata = part(document, "metadata", Metadata.class);
        PolicySpec spec = part(document, "spec", kind.specType());
        return at("", () -> new PolicyObject(kind, metadata, spec));
    }

    /** The manifest of an object: {@code kind, metadata, spec}; never the status. */
    public static ObjectNode write(PolicyObject object) {
        ObjectNode node = PolicyJson.MAPPER.createObjectNode();
        node.put("kind", object.kind().manifestName());
        node.set("metadata", PolicyJson.MAPPER.valueToTree(object.metadata()));
        node.set("spec", PolicyJson.MAPPER.valueToTree(object.spec()));
        return node;
    }

    private static <T> T part(JsonNode document, String name, Class<? extends T> type) {
        JsonNode node = document.path(name);
        if (!node.isObject()) {
            throw new ManifestException(
                    Code.INVALID_REQUEST,
                    new FieldProblem(name, node.isMissingNode() ? "is required: give an object" : "must be an object"));
        }
        try {
            return PolicyJson.MAPPER.treeToValue(node, type);
        } catch (UnrecognizedPropertyException e) {
            Collection<Object> known = e.getKnownPropertyIds();
            throw unknown(
                    path(name, e),
                    e.getPropertyName(),
                    known == null
                            ? Set.of()
                            : known.stream().map(String::valueOf).collect(Collectors.toSet()));
        } catch (JsonMappingException e) {
            throw UnknownField.in(name, node, type)
                    .map(field -> unknown(field.path(), field.field(), field.known()))
                    .orElseGet(() -> mismatch(name, e));
        } catch (JsonProcessingException e) {
            throw malformed("JSON", e);
        }
    }

    private static ManifestException mismatch(String root, JsonMappingException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidField invalid) {
                return new ManifestException(
                        Code.INVALID_REQUEST,
                        new FieldProblem(join(path(root, e), invalid.field()), String.valueOf(invalid.getMessage())));
            }
        }
        String expected = e instanceof MismatchedInputException m && m.getTargetType() != null
                ? "must be " + typeName(m.getTargetType())
                : "has a value of the wrong type";
        return new ManifestException(Code.INVALID_REQUEST, new FieldProblem(path(root, e), expected));
    }

    private static String typeName(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class) {
            return type == Double.class ? "a number" : "a whole number";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private static String path(String root, JsonMappingException e) {
        StringBuilder path = new StringBuilder(root);
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.').append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String join(String path, String field) {
        return field.isEmpty() ? path : path.isEmpty() ? field : path + "." + field;
    }

    private static ManifestException unknown(String path, String field, Set<String> known) {
        return new ManifestException(
                Code.UNKNOWN_FIELD,
                new FieldProblem(
                        path,
                        NearestName.of(field, known)
                                .map(near -> "is not a field: did you mean '" + near + "'?")
                                .orElse("is not a field: remove it")));
    }

    private static <T> T at(String prefix, java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (InvalidField e) {
            throw new ManifestException(
                    Code.INVALID_REQUEST, new FieldProblem(join(prefix, e.field()), String.valueOf(e.getMessage())));
        }
    }

    private static PolicyObject within(String prefix, java.util.function.Supplier<PolicyObject> read) {
        try {
            return read.get();
        } catch (ManifestException e) {
            FieldProblem first = e.problems().getFirst();
            throw new ManifestException(e.code(), new FieldProblem(prefix + first.field(), first.message()));
        }
    }

    private static ManifestException malformed(String format, Exception e) {
        JsonLocation where = e instanceof JsonProcessingException j ? j.getLocation() : null;
        String message = e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
        return new ManifestException(
                Code.INVALID_REQUEST,
                new FieldProblem(
                        "",
                        "the body is not " + format + (where == null ? "" : " at line " + where.getLineNr()) + ": "
                                + Check.shorten(String.valueOf(message)
                                        .lines()
                                        .findFirst()
                                        .orElse(""))));
    }

    private static String kinds() {
        return Stream.of(Kind.values())
                .filter(Kind::isPublic)
                .map(Kind::manifestName)
                .collect(Collectors.joining(", "));
    }
}
