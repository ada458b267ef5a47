package io.foyer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.contract.NodeState;
import io.foyer.lab.redis.RedisTestResource;
import io.foyer.proxy.lab.FakeNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is dialed with TLS. */
@QuarkusTest
@QuarkusTestResource(RedisTestResource.class)
@TestProfile(ShortTimes.class)
class SecureNodeIT extends TunnelTestBase {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void theTunnelGoesThroughTls() throws Exception {
        FakeNode secure = FakeNode.start(selfSigned().getServerSocketFactory());
        lobby.register(secure.address(), null, secure.port(), NodeState.INSERVICE, true);
        node.close();
        node = secure;
        try (Pair pair = session()) {
            pair.browser().text("to the node");
            assertThat(pair.connection().readText()).isEqualTo("to the node");
            pair.connection().text("to the page");
            assertThat(pair.browser().readText()).isEqualTo("to the page");
        }
    }

    private SSLContext selfSigned() throws Exception {
        Path store = folder.resolve("node.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=node",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
