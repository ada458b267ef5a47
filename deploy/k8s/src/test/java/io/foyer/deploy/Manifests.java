package io.foyer.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a rendering of the chart consists of, as typed Kubernetes objects. */
record Manifests(String text, List<HasMetadata> objects) {
    static final List<String> COMPONENTS = List.of("registry", "proxy", "room");

    static Manifests parse(String text) {
        List<HasMetadata> objects = Arrays.stream(text.split("(?m)^---\\s*$"))
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(document -> (HasMetadata) Serialization.unmarshal(document))
                .toList();
        return new Manifests(text, objects);
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        List<T> found = all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .toList();
        assertThat(found).as("%s %s in%n%s", type.getSimpleName(), name, text).hasSize(1);
        return found.getFirst();
    }

    Deployment deployment(String component) {
        return one(Deployment.class, "demo-foyer-" + component);
    }

    Container container(String component) {
        return deployment(component)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }

    /** The plain variables of a service, from its ConfigMap. */
    Map<String, String> configuration(String component) {
        return one(ConfigMap.class, "demo-foyer-" + component).getData();
    }

    /** The files of a service that come out of Secrets, by path, as "secret/key". */
    Map<String, String> mountedSecrets(String component) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Volume volume :
                deployment(component).getSpec().getTemplate().getSpec().getVolumes()) {
            if (volume.getSecret() != null) {
                VolumeMount mount = container(component).getVolumeMounts().stream()
                        .filter(candidate -> candidate.getName().equals(volume.getName()))
                        .findFirst()
                        .orElseThrow();
                assertThat(mount.getReadOnly()).isTrue();
                volume.getSecret()
                        .getItems()
                        .forEach(item -> found.put(
                                mount.getMountPath() + "/" + item.getPath(),
                                volume.getSecret().getSecretName() + "/" + item.getKey()));
            }
        }
        return found;
    }

    /** The variables of a service that come out of Secrets, as "secret/key". */
    Map<String, String> secretVariables(String component) {
        Map<String, String> found = new LinkedHashMap<>();
        for (EnvVar variable : container(component).getEnv()) {
            if (variable.getValueFrom() != null) {
                var reference = variable.getValueFrom().getSecretKeyRef();
                boolean optional = Boolean.TRUE.equals(reference.getOptional());
                found.put(variable.getName(), reference.getName() + "/" + reference.getKey() + (optional ? "?" : ""));
            }
        }
        return found;
    }
}
