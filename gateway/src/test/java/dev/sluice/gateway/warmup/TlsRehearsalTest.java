package dev.sluice.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.PolicyCompiler;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyState;
import dev.sluice.gateway.Manifest;
import dev.sluice.gateway.RunningGateway;
import dev.sluice.gateway.policy.PolicyFile;
import dev.sluice.gateway.policy.SecretSources;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsRehearsalTest {
    @Test
    void shakesHandsUntilTheTimeIsOver() throws Exception {
        assertThat(TlsRehearsal.play(20, System.nanoTime() - 1)).isEqualTo(1);
        assertThat(TlsRehearsal.play(
                        20, System.nanoTime() + Duration.ofMinutes(1).toNanos()))
                .isEqualTo(20);
    }

    @Test
    void beginsWhenPolicyHasAProviderThatSpeaksTls() throws IOException {
        TlsRehearsal rehearsal = new TlsRehearsal(1, Duration.ZERO);

        rehearsal.changed(policy("http://127.0.0.1/v1"));
        assertThat(rehearsal.hasBegun()).isFalse();

        rehearsal.changed(policy("https://api.example.com/v1"));
        RunningGateway.await(rehearsal::knowsAuthorities);
    }

    private static PolicySnapshot policy(String baseUrl) throws IOException {
        PolicyState state = new PolicyState();
        state.apply(PolicyFile.read(Manifest.of(baseUrl), 1));
        SecretSources secrets = new SecretSources(Optional.empty(), Set.of(), Optional.empty(), _ -> Optional.empty());
        return new PolicyCompiler(secrets).compile(state);
    }

    @Test
    void recordsArriveAsTheyWereSent() throws Exception {
        LoopbackTls pair = new LoopbackTls(TlsRehearsal.context(LoopbackCertificate.make(Instant.now())));

        pair.shakeHands();

        assertThat(pair.exchange(300)).isEqualTo(300);
        assertThat(pair.exchange(16_000)).isEqualTo(16_000);
    }

    @Test
    void anAuthorityOfAnotherStartIsNotBelieved() throws Exception {
        LoopbackCertificate now = LoopbackCertificate.make(Instant.now());
        LoopbackCertificate before = LoopbackCertificate.make(Instant.now());
        LoopbackCertificate mixed = new LoopbackCertificate(before.authority(), now.certificate(), now.key());
        LoopbackCertificate old = LoopbackCertificate.make(Instant.now().minus(Duration.ofHours(2)));

        for (LoopbackCertificate wrong : List.of(mixed, old)) {
            assertThatThrownBy(() -> new LoopbackTls(TlsRehearsal.context(wrong)).shakeHands())
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void endsWithAnErrorWhenNobodyIsTrusted() throws Exception {
        SSLContext stranger = SSLContext.getInstance("TLS");
        stranger.init(null, null, null);

        assertThatThrownBy(() -> new LoopbackTls(stranger).shakeHands()).isInstanceOf(SSLException.class);
    }
}
