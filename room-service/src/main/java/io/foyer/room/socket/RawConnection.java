package io.foyer.room.socket;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** The transport below a WebSocket. */
final class RawConnection {
    private RawConnection() {}

    /**
     * Closes the TCP connection as it is. The public {@link HttpConnection#close()} of an upgraded connection says
     * goodbye with a close frame, which strands pages that only come back after an abnormal end.
     */
    static void cut(HttpConnection connection) {
        ((ConnectionBase) connection).channel().close();
    }
}
