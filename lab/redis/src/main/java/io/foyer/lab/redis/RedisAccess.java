package io.foyer.lab.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a server lets its clients in, and its own kind: replicas, other nodes of a cluster, sentinels.
 *
 * @param authority who signed the servers' certificate when they speak TLS; nothing else is listened to then
 * @param password what everybody has to know
 */
public record RedisAccess(Optional<PrivateAuthority> authority, Optional<String> password) {
    public static final RedisAccess OPEN = new RedisAccess(Optional.empty(), Optional.empty());

    /** TLS only, with certificates made in this folder, and a password. */
    public static RedisAccess secured(Path folder) {
        return new RedisAccess(Optional.of(PrivateAuthority.in(folder)), Optional.of("open-sesame"));
    }

    String scheme() {
        return authority.isPresent() ? "rediss" : "redis";
    }

    /** The settings of a server on this port of the loopback interface. */
    List<String> listen(int port) {
        List<String> settings = new ArrayList<>(List.of("--bind", "127.0.0.1"));
        if (authority.isPresent()) {
            settings.addAll(List.of("--port", "0", "--tls-port", Integer.toString(port)));
            settings.addAll(List.of("--tls-ca-cert-file", authority.get().ca().toString()));
            settings.addAll(
                    List.of("--tls-cert-file", authority.get().certificate().toString()));
            settings.addAll(List.of("--tls-key-file", authority.get().key().toString()));
            settings.addAll(List.of("--tls-auth-clients", "no", "--tls-replication", "yes", "--tls-cluster", "yes"));
        } else {
            settings.addAll(List.of("--port", Integer.toString(port)));
        }
        password.ifPresent(word -> settings.addAll(List.of("--requirepass", word, "--masterauth", word)));
        return settings;
    }

    /** A connection to the server on this port; it is up to the caller to say the password. */
    Socket open(int port, int limitMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), limitMillis);
            socket.setSoTimeout(limitMillis);
            return authority.isEmpty() ? socket : authority.get().secure(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
