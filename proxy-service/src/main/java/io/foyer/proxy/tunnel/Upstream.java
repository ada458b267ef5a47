package io.foyer.proxy.tunnel;

import io.vertx.core.net.NetSocket;

/**
 * A node that answered 101.
 *
 * @param socket paused, so that nothing is lost until someone listens
 * @param early what came after the 101 already
 */
record Upstream(NetSocket socket, byte[] early) {}
