package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class UnreachableTest {
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void isToldOnceAMinuteForEachAccount() {
        Unreachable unreachable = new Unreachable();
        long now = Long.MAX_VALUE - MINUTE / 2; // the clock may be about to turn negative

        assertThat(unreachable.isDue("a", now)).isTrue();
        assertThat(unreachable.isDue("a", now + MINUTE - 1)).isFalse();
        assertThat(unreachable.isDue("b", now)).isTrue();
        assertThat(unreachable.isDue("a", now + MINUTE)).isTrue();
        assertThat(unreachable.isDue("a", now + MINUTE + 1)).isFalse();
    }

    @Test
    void tellsOfAThousandAMinute() {
        Unreachable unreachable = new Unreachable();
        for (int n = 0; n < 1_000; n++) {
            assertThat(unreachable.isDue("a" + n, n)).isTrue();
        }

        assertThat(unreachable.isDue("another", MINUTE - 1)).isFalse();
        assertThat(unreachable.isDue("a1", MINUTE - 1)).isFalse();
        assertThat(unreachable.isDue("another", MINUTE)).isTrue(); // in the place of a0
        assertThat(unreachable.isDue("a1", MINUTE + 1)).isTrue();
    }

    @Test
    void givesTheFirstCauseAndTheAddressThatWasTried() {
        Exception expired = new SSLException("handshake", new CertificateExpiredException("NotAfter: Thu Jan 01"));
        Exception refused = new ConnectException("Connection refused: api.example.com/203.0.113.7:443");
        refused.initCause(new IOException("finishConnect(..) failed with error(-111)"));

        assertThat(Unreachable.reason(expired)).isEqualTo("CertificateExpiredException: NotAfter: Thu Jan 01");
        assertThat(Unreachable.reason(refused)).endsWith("refused: api.example.com/203.0.113.7:443");
    }

    @Test
    void cutsWhatSomebodyElseHasSent() {
        String sent = "not a record:\n\u001b[31m \u2028" + "00".repeat(2_000);

        String reason = Unreachable.reason(new IOException(sent));

        assertThat(reason).startsWith("IOException: not a record: [31m  00").hasSize(203);
    }
}
