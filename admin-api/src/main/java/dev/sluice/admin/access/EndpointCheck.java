package dev.sluice.admin.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stops the start when an endpoint does not say what it requires, so that it is found before anybody deploys it. */
@Singleton
public final class EndpointCheck {
    void check(@Observes @Priority(1) StartupEvent event, BeanManager beans) {
        List<String> faults = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .distinct()
                .filter(EndpointCheck::isResource)
                .flatMap(type -> faults(type).stream())
                .toList();
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
    }

    /** What is wrong with the endpoints of a class. */
    static List<String> faults(Class<?> type) {
        List<String> faults = new ArrayList<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                if (!method.isSynthetic()) {
                    fault(type, method).ifPresent(faults::add);
                }
            }
        }
        return faults;
    }

    private static boolean isResource(@Nullable Class<?> type) {
        return type != null && (type.isAnnotationPresent(Path.class) || isResource(type.getSuperclass()));
    }

    private static Optional<String> fault(Class<?> type, Method method) {
        boolean answers = Arrays.stream(method.getAnnotations())
                .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class));
        String name = type.getSimpleName() + "." + method.getName();
        if (!answers) {
            return method.isAnnotationPresent(Path.class)
                    ? Optional.of(
                            name + " hands its path on to another object, which nothing checks: make it an endpoint")
                    : Optional.empty();
        }
        Requires requires = method.getAnnotation(Requires.class);
        if (requires == null) {
            return Optional.of(name + " does not say what it requires: annotate it with @Requires");
        }
        String permission = permission(requires, type);
        return isKnown(permission)
                ? Optional.empty()
                : Optional.of(name + " requires '" + permission + "', which is no permission");
    }

    static String permission(Requires requires, Class<?> type) {
        OfKind kind = type.getAnnotation(OfKind.class);
        return kind == null ? requires.value() : requires.value().replace("*", Permissions.resource(kind.value()));
    }

    private static boolean isKnown(String permission) {
        return Set.of(Requires.NOTHING, Requires.SIGN_IN).contains(permission)
                || Permissions.all().contains(permission);
    }
}
