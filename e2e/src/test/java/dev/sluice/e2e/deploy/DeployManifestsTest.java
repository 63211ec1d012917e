package dev.sluice.e2e.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The manifests are what Kubernetes knows, and refer to what is there. */
class DeployManifestsTest {
    @TestFactory
    java.util.stream.Stream<DynamicTest> everyDocumentIsKnownToKubernetesAndEveryPropertyOfIt() {
        assertThat(Manifest.all()).hasSizeGreaterThan(15);
        return Manifest.all().stream()
                .map(manifest -> DynamicTest.dynamicTest(
                        manifest.file() + " " + manifest.object().getKind() + " "
                                + manifest.object().getMetadata().getName(),
                        () -> {
                            assertThat(manifest.object()).isNotInstanceOf(GenericKubernetesResource.class);
                            assertThat(manifest.object().getMetadata().getNamespace())
                                    .isNull();
                            assertThat(UnknownProperties.of(manifest.object())).isEmpty();
                        }));
    }

    @Test
    void aTypoIsFoundAtEveryDepth() {
        String planted = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a, lables: {}}
                spec:
                  replica: 3
                  template:
                    spec:
                      securityContext: {seccompProfile: {typ: RuntimeDefault}}
                      containers:
                        - name: c
                          readinessProbe: {httpGet: {pth: /, port: 1}}
                          resources: {limits: {memory: 1Gi}}
                """;

        assertThat(UnknownProperties.of(Manifest.parse(planted)))
                .containsExactlyInAnyOrder(
                        ".metadata.lables",
                        ".spec.replica",
                        ".spec.template.spec.securityContext.seccompProfile.typ",
                        ".spec.template.spec.containers[0].readinessProbe.httpGet.pth");
    }

    @Test
    void selectorsMeetPods() {
        for (Deployment deployment : Manifest.all(Deployment.class)) {
            assertThat(labels(deployment))
                    .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
        }
        for (Service service : Manifest.all(Service.class)) {
            assertThat(selected(service.getSpec().getSelector()))
                    .as("pods of service %s", service.getMetadata().getName())
                    .isEqualTo(1);
        }
        for (NetworkPolicy policy : Manifest.all(NetworkPolicy.class)) {
            assertThat(selected(policy.getSpec().getPodSelector().getMatchLabels()))
                    .isEqualTo(1);
        }
        for (PodDisruptionBudget budget : Manifest.all(PodDisruptionBudget.class)) {
            assertThat(selected(budget.getSpec().getSelector().getMatchLabels()))
                    .isEqualTo(1);
        }
        for (HorizontalPodAutoscaler scaler : Manifest.all(HorizontalPodAutoscaler.class)) {
            String target = scaler.getSpec().getScaleTargetRef().getName();
            assertThat(Manifest.named(Deployment.class, target)).isNotNull();
        }
    }

    private static long selected(Map<String, String> selector) {
        return Manifest.all(Deployment.class).stream()
                .filter(deployment -> labels(deployment).entrySet().containsAll(selector.entrySet()))
                .count();
    }

    private static Map<String, String> labels(Deployment deployment) {
        return deployment.getSpec().getTemplate().getMetadata().getLabels();
    }
}
