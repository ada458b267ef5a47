package io.foyer.lab.stack.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateIT {
    @TempDir
    Path folder;

    @Test
    void it_names_the_loopback_and_is_kept_for_the_next_run() throws Exception {
        Certificate first = Certificate.in(folder, Clock.systemUTC());
        byte[] pem = Files.readAllBytes(first.pem());

        assertThat(x509(first).getSubjectAlternativeNames())
                .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("localhost"))
                .anySatisfy(name -> assertThat(name.get(1)).isEqualTo("127.0.0.1"));
        assertThat(Certificate.in(folder, Clock.systemUTC()).pem()).hasBinaryContent(pem);
    }

    @Test
    void it_is_renewed_before_it_runs_out() throws Exception {
        byte[] pem =
                Files.readAllBytes(Certificate.in(folder, Clock.systemUTC()).pem());
        Instant lastDays = Instant.now().plus(Duration.ofDays(360));

        assertThat(Files.readAllBytes(Certificate.in(folder, () -> lastDays).pem()))
                .isNotEqualTo(pem);
    }

    @Test
    void a_damaged_one_is_replaced() throws Exception {
        Files.writeString(folder.resolve("ingress.p12"), "half a file");
        Files.writeString(folder.resolve("ingress.crt"), "");

        assertThat(x509(Certificate.in(folder, Clock.systemUTC())).getNotAfter())
                .isInTheFuture();
    }

    @Test
    void nobody_else_can_read_the_key() throws IOException {
        Certificate.in(folder, Clock.systemUTC());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    private static X509Certificate x509(Certificate certificate) throws Exception {
        try (InputStream pem = Files.newInputStream(certificate.pem())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
