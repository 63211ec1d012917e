package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.e2e.deploy.Manifest.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing runs as root, nothing can write outside of its volumes, nothing is without bounds. */
class DeployHardeningTest {
    private static final List<String> WRITTEN = List.of("SLUICE_POLICY_CACHE_DIR", "SLUICE_SPOOL_DIR");

    static List<Workload> workloads() {
        return Workload.all();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void podsHaveNoPrivileges(Workload workload) {
        PodSecurityContext pod = workload.pod().getSecurityContext();
        assertThat(pod.getRunAsNonRoot()).isTrue();
        assertThat(pod.getRunAsUser()).isPositive();
        assertThat(pod.getRunAsGroup()).isPositive();
        assertThat(pod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(workload.pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(workload.pod().getInitContainers()).isEmpty();
        assertThat(workload.pod().getContainers()).hasSize(1);

        SecurityContext own = workload.container().getSecurityContext();
        assertThat(own.getReadOnlyRootFilesystem()).isTrue();
        assertThat(own.getAllowPrivilegeEscalation()).isFalse();
        assertThat(own.getPrivileged()).isNotEqualTo(true);
        assertThat(own.getRunAsUser()).isNull();
        assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(own.getCapabilities().getAdd()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void podsHaveBoundsAndPlacesToWrite(Workload workload) {
        Container container = workload.container();
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
        assertThat(container.getVolumeMounts().stream().map(VolumeMount::getName))
                .containsExactlyInAnyOrderElementsOf(workload.pod().getVolumes().stream()
                        .map(Volume::getName)
                        .toList());
        assertThat(writable(workload)).contains("/tmp");
        container
                .getEnvFrom()
                .forEach(from -> Manifest.named(
                                ConfigMap.class, from.getConfigMapRef().getName())
                        .getData()
                        .forEach((name, value) -> {
                            if (WRITTEN.contains(name)) {
                                assertThat(writable(workload)).as(name).anyMatch(path -> value.startsWith(path + "/"));
                            }
                        }));
    }

    private static List<String> writable(Workload workload) {
        return workload.container().getVolumeMounts().stream()
                .filter(mount -> workload.pod().getVolumes().stream()
                        .anyMatch(v -> v.getName().equals(mount.getName()) && v.getEmptyDir() != null))
                .map(VolumeMount::getMountPath)
                .toList();
    }

    @Test
    void composeGivesNoServiceMoreThanItNeeds() {
        Compose.read().services().forEach((name, service) -> {
            assertThat(service.text("user")).as(name).matches("[1-9]\\d*:[1-9]\\d*");
            assertThat(service.node().get("read_only")).as(name).isEqualTo(true);
            assertThat(service.node().get("privileged")).as(name).isNull();
            assertThat(service.list("cap_drop")).as(name).isEqualTo(List.of("ALL"));
            assertThat(service.list("security_opt")).as(name).isEqualTo(List.of("no-new-privileges:true"));
            assertThat(service.text("deploy")).as(name).contains("limits=", "cpus=", "memory=");
            assertThat(service.text("tmpfs")).as(name).contains("/tmp");
            if (service.process().isPresent()) {
                assertThat(service.list("cap_add")).as(name).isEmpty();
            }
            for (String variable : WRITTEN) {
                if (service.environment().containsKey(variable)) {
                    assertThat(service.environment().get(variable)).startsWith("/var/lib/sluice/");
                    assertThat(service.text("volumes")).as(name).endsWith(":/var/lib/sluice]");
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void imagesRunAsAUserThatHasNoName(Shipped process) {
        String run = Repository.read(process.dockerfile());
        String last = run.substring(run.lastIndexOf("\nFROM "));

        assertThat(last).startsWith("\nFROM eclipse-temurin:25-jre\n");
        assertThat(last).containsPattern("(?m)^USER [1-9]\\d*:[1-9]\\d*$");
        assertThat(last.indexOf("\nUSER ")).isLessThan(last.indexOf("\nENTRYPOINT "));
        assertThat(last).containsOnlyOnce("\nUSER ");
    }
}
