package io.foyer.room.socket;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** The transport below a WebSocket. */
final class RawConnection {
    private RawConnection() {}

    /**
     * Closes the TCP connection as it is. The public {@link HttpConnection#close()} of an upgraded connection, and closing
     * its channel, say goodbye with a close frame, which strands pages that only come back after an abnormal end. So it is
     * closed below the handler that would say it.
     */
    static void cut(HttpConnection connection) {
        ((ConnectionBase) connection).channel().pipeline().firstContext().close();
    }
}
