package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first field of a spec that no record has. A record is made before its reader complains of what was left over, so a
 * misspelt field would be told as the right one missing: this looks at the fields alone.
 *
 * @param path with the field at its end
 */
record UnknownField(String path, String field, Set<String> known) {

    static Optional<UnknownField> in(String path, JsonNode node, Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return inElements(path, node, parameterized);
        }
        if (!(type instanceof Class<?> record) || !record.isRecord() || isReadByHand(record) || !node.isObject()) {
            return Optional.empty();
        }
        RecordComponent[] components = record.getRecordComponents();
        Set<String> known = Arrays.stream(components).map(UnknownField::name).collect(Collectors.toSet());
        List<String> given = new ArrayList<>();
        node.fieldNames().forEachRemaining(given::add);
        for (String field : given) {
            if (!known.contains(field)) {
                return Optional.of(new UnknownField(path + "." + field, field, known));
            }
        }
        return Arrays.stream(components)
                .filter(component -> node.has(name(component)) && !isReadByHand(component))
                .flatMap(component ->
                        in(path + "." + name(component), node.get(name(component)), component.getGenericType())
                                .stream())
                .findFirst();
    }

    /** In a manifest. */
    private static String name(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }

    private static Optional<UnknownField> inElements(String path, JsonNode node, ParameterizedType type) {
        Type element = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        if (node.isArray() && type.getRawType() == List.class) {
            for (int i = 0; i < node.size(); i++) {
                Optional<UnknownField> unknown = in(path + "[" + i + "]", node.get(i), element);
                if (unknown.isPresent()) {
                    return unknown;
                }
            }
        }
        if (node.isObject() && type.getRawType() == Map.class) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                Optional<UnknownField> unknown = in(path + "." + entry.getKey(), entry.getValue(), element);
                if (unknown.isPresent()) {
                    return unknown;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isReadByHand(java.lang.reflect.AnnotatedElement element) {
        return element.isAnnotationPresent(JsonDeserialize.class)
                || (element instanceof RecordComponent component
                        && component.getAccessor().isAnnotationPresent(JsonDeserialize.class));
    }
}
