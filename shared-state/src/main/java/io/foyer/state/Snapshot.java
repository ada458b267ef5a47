package io.foyer.state;

/** A record as it was at one version. */
public record Snapshot<T>(String id, Version version, T value) {}
