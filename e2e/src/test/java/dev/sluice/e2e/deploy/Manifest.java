package dev.sluice.e2e.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Arrays;
import java.util.List;

/** One document of {@code src/main/kubernetes}. */
record Manifest(String file, HasMetadata object) {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    static List<Manifest> all() {
        return Repository.list("src/main/kubernetes", ".yaml").stream()
                .flatMap(file -> Arrays.stream(Repository.read(file).split("(?m)^---$"))
                        .map(document -> new Manifest(file, parse(document))))
                .toList();
    }

    static HasMetadata parse(String document) {
        return (HasMetadata) YAML.unmarshal(document);
    }

    static <T extends HasMetadata> List<T> all(Class<T> kind) {
        return all().stream()
                .map(Manifest::object)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    static <T extends HasMetadata> T named(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind.getSimpleName() + " " + name));
    }

    /** What a Deployment runs; each has one container. */
    record Workload(String name, PodSpec pod, Container container, Shipped process) {
        static List<Workload> all() {
            return Manifest.all(Deployment.class).stream().map(Workload::of).toList();
        }

        private static Workload of(Deployment deployment) {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            Container container = pod.getContainers().getFirst();
            return new Workload(
                    deployment.getMetadata().getName(),
                    pod,
                    container,
                    Shipped.ofImage(container.getImage()).orElseThrow());
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
