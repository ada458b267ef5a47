package io.foyer.room.domain;

import java.util.ArrayList;
import java.util.List;

/** Ordered sets of names as immutable lists, which is how rooms are stored and shown. */
final class Names {
    private Names() {}

    static List<String> with(List<String> names, String name) {
        if (names.contains(name)) {
            return names;
        }
        List<String> longer = new ArrayList<>(names.size() + 1);
        longer.addAll(names);
        longer.add(name);
        return List.copyOf(longer);
    }

    static List<String> without(List<String> names, String name) {
        if (!names.contains(name)) {
            return names;
        }
        return names.stream().filter(other -> !other.equals(name)).toList();
    }

    static List<String> moved(List<String> names, String name, int position) {
        List<String> others = new ArrayList<>(without(names, name));
        others.add(Math.clamp(position, 0, others.size()), name);
        return List.copyOf(others);
    }

    static List<String> distinct(List<String> names) {
        return names.stream().distinct().toList();
    }
}
