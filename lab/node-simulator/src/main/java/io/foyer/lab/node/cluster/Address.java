package io.foyer.lab.node.cluster;

/** Where a node answers. */
public record Address(String host, int port) {}
