package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.Durations;
import dev.sluice.e2e.deploy.Manifest.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Health is asked where it is answered, and a stop is given the time it takes. */
class DeployProbesTest {
    static List<Workload> workloads() {
        return Workload.all();
    }

    @Test
    void thePortsAreTheOnesOfTheCode() {
        assertThat(dev.sluice.gateway.Settings.read(Map.of("SLUICE_POLICY_FILE", "policy.yaml"))
                        .port())
                .isEqualTo(Shipped.GATEWAY.port());
        assertThat(dev.sluice.ingest.Settings.read(
                                Map.of("SLUICE_NATS_URL", "nats://nats:4222", "SLUICE_CLICKHOUSE_URL", "http://c:8123"))
                        .port())
                .isEqualTo(Shipped.INGEST_WORKER.port());
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void probesAskTheManagementPort(Workload workload) {
        Container container = workload.container();
        probe(workload, container.getStartupProbe(), "/q/health/started");
        probe(workload, container.getReadinessProbe(), "/q/health/ready");
        probe(workload, container.getLivenessProbe(), "/q/health/live");
    }

    private static void probe(Workload workload, Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        String name = probe.getHttpGet().getPort().getStrVal();
        assertThat(port(workload.container(), name))
                .isEqualTo(workload.process().managementPort());
    }

    private static int port(Container container, String name) {
        return container.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .mapToInt(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no port " + name + " in " + container.getName()));
    }

    @Test
    void servicesLeadToTheDataPortAlone() {
        for (Service service : Manifest.all(Service.class)) {
            Workload workload = Workload.all().stream()
                    .filter(w -> w.name().equals(service.getMetadata().getName()))
                    .findFirst()
                    .orElseThrow();
            service.getSpec()
                    .getPorts()
                    .forEach(port -> assertThat(port(
                                    workload.container(), port.getTargetPort().getStrVal()))
                            .isEqualTo(workload.process().port()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void imagesExposeAndAskTheManagementPort(Shipped process) {
        String dockerfile = Repository.read(process.dockerfile());

        assertThat(dockerfile)
                .containsPattern("(?m)^EXPOSE .*\\b" + process.managementPort() + "$")
                .contains("$((${PORT:-" + process.port() + "} + 1000))")
                .contains("GET /q/health/live ")
                .contains("STOPSIGNAL SIGTERM");
    }

    @Test
    void composeAsksTheManagementPort() {
        Compose.read()
                .services()
                .values()
                .forEach(service -> service.process()
                        .ifPresent(process -> assertThat(service.text("healthcheck"))
                                .contains("/dev/tcp/127.0.0.1/" + process.managementPort() + " ")
                                .contains("GET /q/health/ready ")));
    }

    @Test
    void aGatewayIsGivenTheTimeToDrain() {
        for (Workload workload : Workload.all()) {
            if (workload.process() == Shipped.GATEWAY) {
                long pause = workload.container()
                        .getLifecycle()
                        .getPreStop()
                        .getSleep()
                        .getSeconds();
                assertThat(workload.pod().getTerminationGracePeriodSeconds())
                        .isGreaterThanOrEqualTo(pause + drainSeconds() + 5);
            }
        }
        Compose.read()
                .services()
                .values()
                .forEach(service -> service.process()
                        .filter(process -> process == Shipped.GATEWAY)
                        .ifPresent(_ -> assertThat(Durations.parse(service.text("stop_grace_period"))
                                        .toSeconds())
                                .isGreaterThanOrEqualTo(drainSeconds() + 5)));
    }

    private static long drainSeconds() {
        return Durations.parse(Manifest.named(ConfigMap.class, "sluice-gateway")
                        .getData()
                        .get("SLUICE_DRAIN_TIMEOUT"))
                .toSeconds();
    }

    @Test
    void gatewaysWaitForNobodyAndRollWithoutAGap() {
        Compose.read().services().values().stream()
                .filter(service ->
                        service.process().filter(p -> p == Shipped.GATEWAY).isPresent())
                .forEach(service ->
                        assertThat(service.node().containsKey("depends_on")).isFalse());
        for (Deployment deployment : Manifest.all(Deployment.class)) {
            assertThat(deployment
                            .getSpec()
                            .getStrategy()
                            .getRollingUpdate()
                            .getMaxUnavailable()
                            .getIntVal())
                    .isZero();
        }
    }
}
