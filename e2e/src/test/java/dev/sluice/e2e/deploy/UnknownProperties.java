package dev.sluice.e2e.deploy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds what the classes of Kubernetes' model do not know. They refuse nothing: whatever has no field of its own ends in
 * {@code additionalProperties}, at every depth.
 */
final class UnknownProperties {
    private static final String MODEL = "io.fabric8.kubernetes.api.model";
    private static final String REST = "getAdditionalProperties";

    private UnknownProperties() {}

    /** Paths such as {@code .spec.replica}. */
    static List<String> of(Object object) {
        List<String> found = new ArrayList<>();
        walk("", object, found);
        return found;
    }

    private static void walk(String path, Object value, List<String> found) {
        switch (value) {
            case null -> {}
            case List<?> items -> {
                for (int i = 0; i < items.size(); i++) {
                    walk(path + "[" + i + "]", items.get(i), found);
                }
            }
            case Map<?, ?> entries -> entries.forEach((key, item) -> walk(path + "." + key, item, found));
            default -> {
                if (value.getClass().getName().startsWith(MODEL)
                        && !value.getClass().isEnum()) {
                    properties(path, value, found);
                }
            }
        }
    }

    private static void properties(String path, Object object, List<String> found) {
        for (Method method : object.getClass().getMethods()) {
            if (!method.getName().startsWith("get")
                    || method.getParameterCount() > 0
                    || Modifier.isStatic(method.getModifiers())
                    || method.getDeclaringClass().equals(Object.class)) {
                continue;
            }
            Object value = call(object, method);
            if (method.getName().equals(REST)) {
                ((Map<?, ?>) value).keySet().forEach(key -> found.add(path + "." + key));
            } else {
                String name = method.getName().substring("get".length());
                walk(path + "." + Character.toLowerCase(name.charAt(0)) + name.substring(1), value, found);
            }
        }
    }

    private static Object call(Object object, Method getter) {
        try {
            return getter.invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(getter + " cannot be called", e);
        }
    }
}
