package io.foyer.deploy;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds fields that Kubernetes does not know. The typed models accept them in silence and keep them apart, so a
 * misspelt field shows only there.
 */
final class UnknownFields {
    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    /** Where in the object they stand; empty for an object that is right. */
    static List<String> of(HasMetadata object) {
        if (object instanceof GenericKubernetesResource) {
            return List.of(object.getApiVersion() + " " + object.getKind() + " is no type known here");
        }
        UnknownFields search = new UnknownFields();
        search.walk(object, object.getKind() + " " + object.getMetadata().getName());
        return search.found;
    }

    private void walk(Object value, String where) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, entry) -> walk(entry, where + "." + key));
            case Collection<?> list -> list.forEach(entry -> walk(entry, where + "[]"));
            case Object bean
            when bean.getClass().getName().startsWith("io.fabric8.")
                    && !bean.getClass().isEnum() -> walkBean(bean, where);
            default -> {}
        }
    }

    private void walkBean(Object bean, String where) {
        for (Method getter : bean.getClass().getMethods()) {
            boolean readable = getter.getName().startsWith("get")
                    && getter.getParameterCount() == 0
                    && !Modifier.isStatic(getter.getModifiers())
                    && getter.getDeclaringClass() != Object.class;
            if (readable && getter.isAnnotationPresent(JsonAnyGetter.class)) {
                ((Map<?, ?>) call(getter, bean)).keySet().forEach(name -> found.add(where + "." + name));
            } else if (readable) {
                walk(call(getter, bean), where + "." + getter.getName().substring(3));
            }
        }
    }

    private static Object call(Method getter, Object bean) {
        try {
            return getter.invoke(bean);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("cannot read " + getter, e);
        }
    }
}
