package dev.sluice.e2e.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker/compose.yaml}, with its anchors resolved. */
final class Compose {
    private final Map<?, ?> document;

    private Compose(Map<?, ?> document) {
        this.document = document;
    }

    static Compose read() {
        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(Repository.read("docker/compose.yaml"));
        return new Compose((Map<?, ?>) read);
    }

    Map<String, Service> services() {
        Map<String, Service> services = new LinkedHashMap<>();
        ((Map<?, ?>) document.get("services"))
                .forEach((name, service) -> services.put((String) name, new Service((Map<?, ?>) service)));
        return services;
    }

    /** Names of the secrets that are defined, with the file of each. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        ((Map<?, ?>) document.get("secrets"))
                .forEach((name, secret) -> secrets.put((String) name, (String) ((Map<?, ?>) secret).get("file")));
        return secrets;
    }

    /** One service. */
    record Service(Map<?, ?> node) {
        Optional<Shipped> process() {
            return Shipped.ofImage((String) node.get("image"));
        }

        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            if (node.get("environment") instanceof Map<?, ?> given) {
                given.forEach((name, value) -> environment.put((String) name, String.valueOf(value)));
            }
            return environment;
        }

        List<?> list(String field) {
            return node.get(field) instanceof List<?> given ? given : List.of();
        }

        String text(String field) {
            return String.valueOf(node.get(field));
        }
    }
}
