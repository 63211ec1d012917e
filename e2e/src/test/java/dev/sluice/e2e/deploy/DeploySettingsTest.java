package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.ApiKeySpec;
import dev.sluice.contract.policy.CredentialSpec;
import dev.sluice.contract.policy.Manifests;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.policy.SecretSource;
import dev.sluice.e2e.deploy.Manifest.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever images, compose and manifests set is a setting of that process, and every setting is in the documentation. */
class DeploySettingsTest {
    /** Read by the Java virtual machine itself. */
    private static final Set<String> OF_THE_JVM = Set.of("JAVA_TOOL_OPTIONS");

    private static final String PAGE = "docs/configuration.md";
    private static final Pattern ENV =
            Pattern.compile("(?:^ENV |\\G(?!^) )([A-Z_]+)=(?:\"[^\"]*\"|\\S+)", Pattern.MULTILINE);
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Z0-9_]+)`(?:, `([A-Z0-9_]+)`)? \\|", Pattern.MULTILINE);

    @ParameterizedTest
    @EnumSource
    void dockerfilesSetWhatTheProcessReads(Shipped process) {
        assertThat(variables(Repository.read(process.dockerfile())))
                .isNotEmpty()
                .isSubsetOf(with(process.settings(), OF_THE_JVM));
    }

    @Test
    void everyFormOfEnvInADockerfileIsSeen() {
        assertThat(variables("FROM a\nENV A=1 B=\"x y\" C=3\nENV D=4\nARG E=5\n"))
                .containsExactly("A", "B", "C", "D");
    }

    private static Set<String> variables(String dockerfile) {
        return ENV.matcher(dockerfile).results().map(r -> r.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void composeSetsWhatTheProcessesRead() {
        Map<String, Compose.Service> services = Compose.read().services();
        Set<Shipped> seen = new HashSet<>();
        services.forEach((name, service) -> service.process().ifPresent(process -> {
            seen.add(process);
            assertThat(service.environment().keySet()).as(name).isSubsetOf(with(process.settings(), OF_THE_JVM));
            assertThat(service.node().containsKey("env_file")).as(name).isFalse();
        }));
        assertThat(seen).containsExactlyInAnyOrder(Shipped.values());
    }

    @Test
    void composeMountsEverySecretFileThatItNames() {
        Compose compose = Compose.read();
        compose.services().forEach((name, service) -> {
            Set<String> mounted = service.environment().entrySet().stream()
                    .filter(entry -> entry.getKey().endsWith("_FILE"))
                    .map(entry -> entry.getValue().replaceFirst("^/run/secrets/", ""))
                    .collect(Collectors.toSet());
            assertThat(service.list("secrets").stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList())
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(mounted);
            assertThat(compose.secrets().keySet()).as(name).containsAll(mounted);
        });
        String script = Repository.read("docker/secrets.sh");
        compose.secrets().values().forEach(file -> assertThat(script).contains(file.replaceFirst("^\\./secrets/", "")));
    }

    static List<Workload> workloads() {
        return Workload.all();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void manifestsSetWhatTheProcessReads(Workload workload) {
        assertThat(environment(workload).keySet())
                .isSubsetOf(with(workload.process().settings(), with(OF_THE_JVM, namedByPolicy(workload))));
    }

    /** The real reader takes them; in place of a secret's file, a secret. */
    @ParameterizedTest
    @MethodSource("workloads")
    void manifestsAreAcceptedByTheProcess(Workload workload) {
        Map<String, String> environment = new LinkedHashMap<>(environment(workload));
        Base64.Encoder base64 = Base64.getEncoder();
        environment(workload).keySet().stream()
                .filter(name -> name.endsWith("_FILE"))
                .filter(name -> workload.process().settings().contains(name.replaceFirst("_FILE$", "")))
                .forEach(name -> {
                    environment.remove(name);
                    environment.put(name.replaceFirst("_FILE$", ""), base64.encodeToString(new byte[32]));
                });
        switch (workload.process()) {
            case GATEWAY ->
                assertThat(dev.sluice.gateway.Settings.read(environment).port()).isEqualTo(Shipped.GATEWAY.port());
            case INGEST_WORKER ->
                assertThat(dev.sluice.ingest.Settings.read(environment).port()).isEqualTo(Shipped.INGEST_WORKER.port());
            case ADMIN_API -> assertThat(environment).containsKeys("SLUICE_KEK", "SLUICE_PG_URL", "SLUICE_NATS_URL");
        }
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void secretFilesAreKeysOfAMountedSecret(Workload workload) {
        Map<String, String> environment = environment(workload);
        environment.keySet().stream().filter(name -> name.endsWith("_FILE")).forEach(name -> {
            String path = environment.get(name);
            if (workload.process().settings().contains(name.replaceFirst("_FILE$", ""))) {
                assertThat(mountedSecretKeys(workload)).as(name).contains(path);
            } else {
                assertThat(path).as(name).startsWith("/etc/sluice/");
            }
        });
    }

    private static Set<String> mountedSecretKeys(Workload workload) {
        Set<String> paths = new TreeSet<>();
        workload.container().getVolumeMounts().forEach(mount -> {
            Volume volume = workload.pod().getVolumes().stream()
                    .filter(v -> v.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            if (volume.getSecret() != null) {
                Manifest.named(Secret.class, volume.getSecret().getSecretName())
                        .getStringData()
                        .keySet()
                        .forEach(key -> paths.add(mount.getMountPath() + "/" + key));
            }
        });
        return paths;
    }

    @Test
    void keysOfSecretsAreSettingsAndTheirValuesPlaceholders() {
        for (Workload workload : Workload.all()) {
            Secret secret = Manifest.named(Secret.class, workload.name());
            assertThat(secret.getStringData().keySet())
                    .isSubsetOf(with(workload.process().settings(), namedByPolicy(workload)));
            assertThat(secret.getStringData().values()).allMatch(value -> value.equals("REPLACE-ME-not-a-secret"));
        }
    }

    /** Resolved as Kubernetes does, so that a reference to nothing fails here. */
    private static Map<String, String> environment(Workload workload) {
        Map<String, String> environment = new LinkedHashMap<>();
        workload.container()
                .getEnvFrom()
                .forEach(from -> environment.putAll(
                        Manifest.named(ConfigMap.class, from.getConfigMapRef().getName())
                                .getData()));
        workload.container().getEnv().forEach(variable -> environment.put(variable.getName(), value(variable)));
        return environment;
    }

    private static String value(EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return variable.getValue();
        }
        var reference = variable.getValueFrom().getSecretKeyRef();
        Map<String, String> data =
                Manifest.named(Secret.class, reference.getName()).getStringData();
        assertThat(data).containsKey(reference.getKey());
        return data.get(reference.getKey());
    }

    /** Variables that a policy file in a mounted ConfigMap names as the source of secrets. */
    private static Set<String> namedByPolicy(Workload workload) {
        return workload.pod().getVolumes().stream()
                .filter(volume -> volume.getConfigMap() != null)
                .map(volume ->
                        Manifest.named(ConfigMap.class, volume.getConfigMap().getName()))
                .flatMap(map -> Manifests.readYaml(map.getData().get("policy.yaml")).stream())
                .flatMap(object -> switch (object.spec()) {
                    case ProviderAccountSpec account ->
                        account.credentials().stream()
                                .flatMap(CredentialSpec::secrets)
                                .map(SecretSource::env);
                    case ApiKeySpec key
                    when key.secret() != null -> Stream.of(key.secret().env());
                    default -> Stream.<String>empty();
                })
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentationHasEverySettingAndNoOther(Shipped process) {
        String page = Repository.read(PAGE);
        int start = page.indexOf("\n## " + process.module() + "\n");
        assertThat(start).as("section ## %s", process.module()).isPositive();
        int end = page.indexOf("\n## ", start + 1);
        Set<String> documented = new TreeSet<>();
        Matcher row = ROW.matcher(page.substring(start, end < 0 ? page.length() : end));
        while (row.find()) {
            documented.add(row.group(1));
            if (row.group(2) != null) {
                documented.add(row.group(2));
            }
        }
        assertThat(documented).isEqualTo(new TreeSet<>(process.settings()));
    }

    private static Set<String> with(Set<String> some, Set<String> more) {
        return Stream.concat(some.stream(), more.stream()).collect(Collectors.toSet());
    }
}
