package dev.sluice.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class LoopbackCertificateTest {
    @Test
    void isReadByTheJdk() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:30:00Z");

        LoopbackCertificate made = LoopbackCertificate.make(now);

        X509Certificate read = (X509Certificate) made.certificate();
        read.verify(made.authority().getPublicKey());
        made.authority().verify(made.authority().getPublicKey());
        read.checkValidity(Date.from(now.minus(Duration.ofMinutes(59))));
        read.checkValidity(Date.from(now.plus(Duration.ofMinutes(59))));
        assertThat(read.getNotAfter()).isEqualTo(Date.from(now.plus(Duration.ofHours(1))));
        assertThat(read.getSubjectAlternativeNames()).singleElement().asString().isEqualTo("[7, 127.0.0.1]");
        assertThat(read.getVersion()).isEqualTo(3);
        assertThat(made.toString()).isEqualTo("LoopbackCertificate");
    }
}
