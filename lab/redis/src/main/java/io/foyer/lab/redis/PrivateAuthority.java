package io.foyer.lab.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority that nobody knows but who is given its certificate, and one server certificate of it for
 * {@code localhost} and {@code 127.0.0.1}. Made by the JDK's {@code keytool}; the files are PEM.
 */
public record PrivateAuthority(Path ca, Path certificate, Path key) {
    private static final String STORE_PASSWORD = "foyer-lab";

    /** Makes a new authority in this folder. */
    public static PrivateAuthority in(Path folder) {
        Path authority = folder.resolve("authority.p12");
        Path server = folder.resolve("server.p12");
        Path request = folder.resolve("server.csr");
        PrivateAuthority made = new PrivateAuthority(
                folder.resolve("ca.crt"), folder.resolve("server.crt"), folder.resolve("server.key"));
        try {
            keytool(authority, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Lab CA", "-ext", "bc:c");
            keytool(authority, "-exportcert", "-rfc", "-alias", "ca", "-file", made.ca.toString());
            keytool(server, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=redis");
            keytool(server, "-certreq", "-alias", "server", "-file", request.toString());
            keytool(
                    authority,
                    "-gencert",
                    "-rfc",
                    "-alias",
                    "ca",
                    "-infile",
                    request.toString(),
                    "-outfile",
                    made.certificate.toString(),
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1");
            Files.writeString(made.key, privateKeyOf(server));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Speaks TLS over this connection, and trusts this authority only. */
    Socket secure(Socket plain) throws IOException {
        try (InputStream certificate = Files.newInputStream(ca)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca",
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(certificate));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, trust.getTrustManagers(), null);
            return tls.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String privateKeyOf(Path store) throws IOException, GeneralSecurityException {
        try (InputStream stored = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(stored, STORE_PASSWORD.toCharArray());
            byte[] key = keys.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded();
            String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
        }
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
