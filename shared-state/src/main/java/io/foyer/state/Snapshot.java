package io.foyer.state;

import java.util.Objects;

/**
 * A record as it was at one version.
 *
 * @param unknown what this version of the record class does not know of it; no part of equality
 */
public record Snapshot<T>(String id, Version version, T value, UnknownMembers unknown) {
    public Snapshot(String id, Version version, T value) {
        this(id, version, value, UnknownMembers.NONE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Snapshot<?> that
                && id.equals(that.id)
                && version.equals(that.version)
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, version, value);
    }
}
