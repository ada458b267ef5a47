package io.foyer.lab.node.cluster;

import io.foyer.lab.node.media.StreamName;
import io.vertx.core.Future;

/** Knows which node publishes a stream. */
public interface PublisherLookup {
    /** Whether there is anybody to ask. */
    boolean known();

    /** Fails when nobody else publishes the stream. */
    Future<Address> publisherOf(StreamName name);
}
