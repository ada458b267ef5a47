package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods: found by what selects them, watched, confined, and given time to leave. */
class WorkloadTest {
    @ParameterizedTest
    @EnumSource
    void whatSelectsPodsSelectsThoseOfExactlyOneWorkload(Scenario scenario) {
        Manifests manifests = scenario.render();
        List<PodTemplateSpec> pods = podTemplates(manifests);
        Stream<Map<String, String>> selectors = Stream.of(
                        manifests.all(Deployment.class).stream()
                                .map(workload ->
                                        workload.getSpec().getSelector().getMatchLabels()),
                        manifests.all(StatefulSet.class).stream()
                                .map(workload ->
                                        workload.getSpec().getSelector().getMatchLabels()),
                        manifests.all(Service.class).stream()
                                .map(service -> service.getSpec().getSelector()),
                        manifests.all(PodDisruptionBudget.class).stream()
                                .map(budget -> budget.getSpec().getSelector().getMatchLabels()),
                        pods.stream()
                                .flatMap(pod -> pod.getSpec().getTopologySpreadConstraints().stream())
                                .map(spread -> spread.getLabelSelector().getMatchLabels()))
                .flatMap(selector -> selector);
        assertThat(selectors).isNotEmpty().allSatisfy(selector -> assertThat(pods)
                .filteredOn(pod -> pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
                .as("pods selected by %s", selector)
                .hasSize(1));
    }

    @Test
    void selectorsDoNotContainWhatChangesWithAVersion() {
        for (String component : Manifests.COMPONENTS) {
            LabelSelector selector =
                    Scenario.DEFAULT.render().deployment(component).getSpec().getSelector();
            assertThat(selector.getMatchLabels())
                    .containsOnlyKeys(
                            "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyServiceLeadsToAPortThatItsPodsHave(Scenario scenario) {
        Manifests manifests = scenario.render();
        assertThat(manifests.all(Service.class)).isNotEmpty().allSatisfy(service -> {
            PodTemplateSpec pod = podTemplates(manifests).stream()
                    .filter(candidate -> candidate
                            .getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .findFirst()
                    .orElseThrow();
            assertThat(service.getSpec().getPorts())
                    .allSatisfy(port -> assertThat(ports(pod).map(ContainerPort::getName))
                            .contains(port.getTargetPort().getStrVal()));
        });
    }

    @ParameterizedTest
    @CsvSource({"registry, 8003", "proxy, 8002", "room, 8001"})
    void theContainerListensWhereProbesAndServiceLook(String component, int port) {
        Manifests manifests = Scenario.DEFAULT.render();
        assertThat(manifests.container(component).getPorts())
                .singleElement()
                .returns("http", ContainerPort::getName)
                .returns(port, ContainerPort::getContainerPort);
        assertThat(manifests.configuration(component)).containsEntry("QUARKUS_HTTP_PORT", String.valueOf(port));
        assertThat(manifests
                        .one(Service.class, "demo-foyer-" + component)
                        .getSpec()
                        .getPorts()
                        .getFirst()
                        .getPort())
                .isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"registry", "proxy", "room"})
    void eachProbeAsksItsOwnQuestion(String component) {
        Container container = Scenario.DEFAULT.render().container(component);
        assertThat(path(container.getStartupProbe())).isEqualTo("/q/health/started");
        assertThat(path(container.getReadinessProbe())).isEqualTo("/q/health/ready");
        assertThat(path(container.getLivenessProbe()))
                .as("liveness must not depend on Redis, so it must not ask for readiness or for all health")
                .isEqualTo("/q/health/live");
        assertThat(container.getLivenessProbe().getFailureThreshold())
                .as("a restart cuts sockets, so it comes later than being taken out")
                .isGreaterThan(container.getReadinessProbe().getFailureThreshold());
        assertThat(container.getStartupProbe().getPeriodSeconds()
                        * container.getStartupProbe().getFailureThreshold())
                .as("seconds to start")
                .isEqualTo(120);
    }

    @ParameterizedTest
    @EnumSource
    void everyContainerIsConfinedAndBounded(Scenario scenario) {
        assertThat(podTemplates(scenario.render())).allSatisfy(pod -> {
            PodSpec spec = pod.getSpec();
            assertThat(spec.getAutomountServiceAccountToken()).isFalse();
            assertThat(spec.getEnableServiceLinks())
                    .as("FOYER_REGISTRY_PORT=tcp://... would be read as configuration")
                    .isFalse();
            assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(spec.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getContainers()).singleElement().satisfies(container -> {
                var context = container.getSecurityContext();
                assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                assertThat(container.getImage()).matches("[a-z0-9./-]+:[A-Za-z0-9._-]+");
                assertThat(container.getResources().getLimits()).containsKey("memory");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            });
        });
    }

    @Test
    void aServiceMayWriteToTmpAndNowhereElse() {
        Manifests manifests = Scenario.DEFAULT.render();
        for (String component : Manifests.COMPONENTS) {
            PodSpec spec =
                    manifests.deployment(component).getSpec().getTemplate().getSpec();
            assertThat(spec.getVolumes()).singleElement().satisfies(volume -> {
                assertThat(volume.getEmptyDir()).isNotNull();
                assertThat(manifests.container(component).getVolumeMounts())
                        .singleElement()
                        .satisfies(mount -> {
                            assertThat(mount.getName()).isEqualTo(volume.getName());
                            assertThat(mount.getMountPath()).isEqualTo("/tmp");
                        });
            });
        }
    }

    @Test
    void aPodGetsItsPauseItsDrainAndFifteenSecondsToLeave() {
        Manifests manifests = Scenario.EVERYTHING.render();
        PodSpec pod = manifests.deployment("proxy").getSpec().getTemplate().getSpec();
        assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(7 + 45 + 15);
        assertThat(pod.getContainers()
                        .getFirst()
                        .getLifecycle()
                        .getPreStop()
                        .getExec()
                        .getCommand())
                .containsExactly("sleep", "7");
        assertThat(manifests.configuration("proxy"))
                .containsEntry("FOYER_PROXY_DRAIN_DEADLINE", "45s")
                .containsEntry("QUARKUS_SHUTDOWN_TIMEOUT", "2s");
        assertThat(manifests.configuration("room"))
                .containsEntry("FOYER_ROOM_SOCKET_DRAIN", "30s")
                .containsEntry("QUARKUS_SHUTDOWN_TIMEOUT", "2s");
        assertThat(manifests.configuration("registry")).containsEntry("QUARKUS_SHUTDOWN_TIMEOUT", "10s");
    }

    @Test
    void severalPodsHaveADisruptionBudgetAndASingleOneHasNone() {
        assertThat(Scenario.DEFAULT.render().all(PodDisruptionBudget.class))
                .hasSize(3)
                .allSatisfy(budget -> assertThat(
                                budget.getSpec().getMaxUnavailable().getIntVal())
                        .isEqualTo(1));
        assertThat(Scenario.SINGLE.render().all(PodDisruptionBudget.class)).isEmpty();
    }

    @Test
    void autoscalingOwnsTheNumberOfPods() {
        Manifests manifests = Scenario.EVERYTHING.render();
        assertThat(manifests.all(HorizontalPodAutoscaler.class)).hasSize(3).allSatisfy(scaler -> {
            var target = scaler.getSpec().getScaleTargetRef();
            assertThat(target.getApiVersion() + " " + target.getKind()).isEqualTo("apps/v1 Deployment");
            assertThat(manifests
                            .one(Deployment.class, target.getName())
                            .getSpec()
                            .getReplicas())
                    .as("a fixed number would be put back with each upgrade")
                    .isNull();
        });
        assertThat(manifests.all(PodDisruptionBudget.class)).hasSize(3);
        assertThat(Scenario.DEFAULT.render().all(HorizontalPodAutoscaler.class)).isEmpty();
        assertThat(Scenario.DEFAULT.render().deployment("room").getSpec().getReplicas())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void everyPodRunsUnderAnAccountOfTheReleaseWithoutAToken(Scenario scenario) {
        Manifests manifests = scenario.render();
        assertThat(podTemplates(manifests)).allSatisfy(pod -> assertThat(manifests
                        .one(ServiceAccount.class, pod.getSpec().getServiceAccountName())
                        .getAutomountServiceAccountToken())
                .isFalse());
    }

    @Test
    void theTrialRedisIsLabelledAsSuchAndKeepsDataOnlyWhenTold() {
        StatefulSet trial = Scenario.TRIAL.render().one(StatefulSet.class, "demo-foyer-redis");
        assertThat(trial.getMetadata().getLabels()).containsEntry("foyer.io/trial-only", "true");
        assertThat(trial.getSpec().getReplicas()).isEqualTo(1);
        assertThat(trial.getSpec().getVolumeClaimTemplates()).isEmpty();
        StatefulSet kept = Scenario.EVERYTHING.render().one(StatefulSet.class, "demo-foyer-redis");
        assertThat(kept.getSpec().getVolumeClaimTemplates())
                .singleElement()
                .extracting(PersistentVolumeClaim::getSpec)
                .satisfies(claim -> {
                    assertThat(claim.getStorageClassName()).isEqualTo("fast");
                    assertThat(claim.getResources().getRequests().get("storage"))
                            .hasToString("2Gi");
                });
        assertThat(kept.getSpec().getTemplate().getSpec().getVolumes()).isEmpty();
        assertThat(Scenario.DEFAULT.render().all(StatefulSet.class)).isEmpty();
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        return probe.getHttpGet().getPath();
    }

    private static Stream<ContainerPort> ports(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().stream().flatMap(container -> container.getPorts().stream());
    }

    private static List<PodTemplateSpec> podTemplates(Manifests manifests) {
        return Stream.concat(
                        manifests.all(Deployment.class).stream()
                                .map(workload -> workload.getSpec().getTemplate()),
                        manifests.all(StatefulSet.class).stream()
                                .map(workload -> workload.getSpec().getTemplate()))
                .toList();
    }
}
