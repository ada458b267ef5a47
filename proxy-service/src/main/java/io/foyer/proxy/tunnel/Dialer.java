package io.foyer.proxy.tunnel;

import io.foyer.contract.NodeRecord;
import io.foyer.proxy.config.ProxyConfig;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/** Opens connections to nodes, at the address that the registry lists, and nowhere else. */
@ApplicationScoped
public class Dialer {
    private final NetClient plain;
    private final NetClient tls;

    public Dialer(Vertx vertx, ProxyConfig config) {
        plain = vertx.createNetClient(options(config));
        tls = vertx.createNetClient(options(config)
                .setSsl(true)
                .setTrustAll(!config.verifyNodeCertificate())
                .setHostnameVerificationAlgorithm(config.verifyNodeCertificate() ? "HTTPS" : ""));
    }

    private static NetClientOptions options(ProxyConfig config) {
        int timeout = Math.toIntExact(config.connectTimeout().toMillis());
        return new NetClientOptions()
                .setConnectTimeout(timeout)
                .setSslHandshakeTimeout(timeout)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
    }

    NetClient clientFor(NodeRecord node) {
        return node.secure() ? tls : plain;
    }
}
