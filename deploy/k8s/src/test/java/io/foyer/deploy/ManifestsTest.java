package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The chart is well formed, and so is every object it renders, however it is installed. */
class ManifestsTest {
    private static final String DNS_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String LABEL_VALUE = "([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?";

    @Test
    void theChartLintsWithoutWarnings() {
        LintResult result = Chart.lint();
        assertThat(result.isFailed()).as("lint: %s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("WARNING") || message.contains("ERROR"));
    }

    @ParameterizedTest
    @EnumSource
    void everyObjectHasOnlyFieldsThatKubernetesKnows(Scenario scenario) {
        assertThat(typed(scenario.render())).isNotEmpty().allSatisfy(object -> assertThat(UnknownFields.of(object))
                .isEmpty());
    }

    @Test
    void theSearchForUnknownFieldsSeesAMisspeltOneDeepInside() {
        String misspelt = Scenario.DEFAULT.render().text().replaceFirst("imagePullPolicy:", "imagePullPolicyy:");
        assertThat(typed(Manifests.parse(misspelt)).stream().flatMap(object -> UnknownFields.of(object).stream()))
                .singleElement()
                .asString()
                .endsWith("Containers[].imagePullPolicyy");
    }

    @ParameterizedTest
    @EnumSource
    void everyNameAndLabelIsValidAndNoObjectIsRenderedTwice(Scenario scenario) {
        List<HasMetadata> objects = scenario.render().objects();
        assertThat(objects).allSatisfy(object -> {
            assertThat(object.getMetadata().getName()).matches(DNS_LABEL);
            assertThat(object.getMetadata().getLabels().values()).allMatch(value -> value.matches(LABEL_VALUE));
            assertThat(object.getMetadata().getLabels()).containsEntry("app.kubernetes.io/instance", "demo");
        });
        assertThat(objects.stream()
                        .map(object ->
                                object.getKind() + "/" + object.getMetadata().getName()))
                .doesNotHaveDuplicates();
    }

    @Test
    void namesStayValidWithTheLongestReleaseName() {
        String release = "a".repeat(52) + "z";
        Manifests manifests = Chart.render(release, """
                publicHost: meet.example.org
                security: {nodeKey: k}
                redis: {embedded: {enabled: true}}
                nodeAccess: {loadBalancer: {enabled: true, sourceRanges: [10.0.0.0/8]}}
                """);
        assertThat(manifests.objects())
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).matches(DNS_LABEL));
    }

    @Test
    void theServiceMonitorSelectsTheMetricsOfTheThreeServices() {
        Manifests manifests = Scenario.EVERYTHING.render();
        GenericKubernetesResource monitor =
                manifests.all(GenericKubernetesResource.class).getFirst();
        assertThat(monitor.getApiVersion()).isEqualTo("monitoring.coreos.com/v1");
        assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
        assertThat(monitor.getAdditionalProperties().get("spec")).isEqualTo(Serialization.unmarshal("""
                        selector:
                          matchLabels: {app.kubernetes.io/instance: demo, foyer.io/metrics: "true"}
                        namespaceSelector: {matchNames: [conferences]}
                        endpoints: [{port: http, path: /q/metrics, interval: 30s}]
                        """, Map.class));
        assertThat(manifests.all(io.fabric8.kubernetes.api.model.Service.class).stream()
                        .filter(service ->
                                "true".equals(service.getMetadata().getLabels().get("foyer.io/metrics")))
                        .map(service -> service.getMetadata().getName()))
                .containsExactlyInAnyOrder("demo-foyer-registry", "demo-foyer-proxy", "demo-foyer-room");
    }

    /** All but the ServiceMonitor, which belongs to the Prometheus Operator and has a test of its own. */
    private static List<HasMetadata> typed(Manifests manifests) {
        return manifests.objects().stream()
                .filter(object -> !object.getKind().equals("ServiceMonitor"))
                .toList();
    }
}
