package io.foyer.lab.stack.ingress;

import io.foyer.lab.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The self-signed certificate of the local ingress, for {@code localhost}, the loopback addresses and this machine's name. It is made by
 * the JDK's {@code keytool} and kept for later runs, so that a browser's exception for it stays good.
 *
 * @param keyStore PKCS#12, readable by its owner only
 * @param pem the certificate alone, for {@code curl --cacert}
 */
public record Certificate(Path keyStore, Path pem) {
    /** Not a secret: what protects the key is that only its owner may read the file. */
    static final String PASSWORD = "foyer-lab";

    private static final String ALIAS = "ingress";
    private static final int VALID_DAYS = 365;
    private static final Duration RENEW_BEFORE = Duration.ofDays(7);
    private static final Pattern DNS_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*(\\.[A-Za-z][A-Za-z0-9-]*)*");

    /** The certificate kept in this folder, or a new one when there is none or it is about to run out. */
    public static Certificate in(Path folder, InstantSource clock) {
        Certificate certificate = new Certificate(folder.resolve("ingress.p12"), folder.resolve("ingress.crt"));
        if (!certificate.isGoodAt(clock)) {
            certificate.make(folder);
        }
        return certificate;
    }

    private boolean isGoodAt(InstantSource clock) {
        if (!Files.isRegularFile(keyStore) || !Files.isRegularFile(pem)) {
            return false;
        }
        try {
            return load(keyStore).getCertificate(ALIAS) instanceof X509Certificate x509
                    && clock.instant()
                            .plus(RENEW_BEFORE)
                            .isBefore(x509.getNotAfter().toInstant());
        } catch (IOException | GeneralSecurityException unreadable) {
            return false;
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        try (InputStream stored = Files.newInputStream(file)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(stored, PASSWORD.toCharArray());
            return keys;
        }
    }

    private static String asPem(java.security.cert.Certificate certificate) throws GeneralSecurityException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }

    private void make(Path folder) {
        Path fresh = folder.resolve("ingress.p12.new");
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(fresh);
            // keytool leaves the file open to everybody, so close the folder.
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
            keytool(
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-validity",
                    Integer.toString(VALID_DAYS),
                    "-dname",
                    "CN=localhost, O=Foyer lab",
                    "-ext",
                    names(),
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    fresh.toString());
            Files.writeString(pem, asPem(load(fresh).getCertificate(ALIAS)));
            Files.move(fresh, keyStore, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | GeneralSecurityException e) {
            throw new StackException(
                    "The ingress's certificate could not be made in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String names() {
        List<String> names = new ArrayList<>(List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"));
        try {
            String host = InetAddress.getLocalHost().getHostName();
            if (DNS_NAME.matcher(host).matches() && !host.equals("localhost")) {
                names.add("dns:" + host);
            }
        } catch (UnknownHostException nameless) {
            // localhost is enough then
        }
        return "san=" + String.join(",", names);
    }

    private static void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass:env", "FOYER_STORE_PASSWORD"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FOYER_STORE_PASSWORD", PASSWORD);
        Process process = builder.start();
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
