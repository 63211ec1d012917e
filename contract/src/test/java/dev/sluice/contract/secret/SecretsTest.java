package dev.sluice.contract.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static KeyEncryptionKey kek(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return KeyEncryptionKey.ofBase64(Base64.getEncoder().encodeToString(bytes));
    }

    private final SecretEnvelope envelope = new SecretEnvelope(kek(1));

    @Test
    void opensWhatItSealedAndNeverSealsTheSameWayTwice() {
        String first = envelope.seal("sk-canary-é", "openai/primary");
        String second = envelope.seal("sk-canary-é", "openai/primary");

        assertThat(envelope.open(first, "openai/primary")).isEqualTo("sk-canary-é");
        assertThat(first).isNotEqualTo(second).doesNotContain("canary");
    }

    @Test
    void opensNothingElsewhereNorWithAnotherKekNorAltered() {
        String sealed = envelope.seal("secret", "openai/primary");
        char[] altered = sealed.toCharArray();
        int last = altered.length - 2;
        altered[last] = altered[last] == 'A' ? 'B' : 'A';

        assertThatThrownBy(() -> envelope.open(sealed, "openai/other")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SecretEnvelope(kek(2)).open(sealed, "openai/primary"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> envelope.open(new String(altered), "openai/primary"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> envelope.open("sle1:x:y", "openai/primary"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void verifiesFramesOfItsOwnKeyAndPurposeAlone() throws IOException {
        byte[] payload = "payload".getBytes(StandardCharsets.UTF_8);
        byte[] frame = SignedFrame.sign(kek(1).signingKey(), SignedFrame.Purpose.SNAPSHOT, payload);

        assertThat(SignedFrame.verify(kek(1).signingKey(), SignedFrame.Purpose.SNAPSHOT, frame))
                .isEqualTo(payload);
        assertThatThrownBy(() -> SignedFrame.verify(kek(2).signingKey(), SignedFrame.Purpose.SNAPSHOT, frame))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> SignedFrame.verify(kek(1).signingKey(), SignedFrame.Purpose.CHANGE_SET, frame))
                .isInstanceOf(IOException.class);
        for (int i = 0; i < frame.length; i++) {
            byte[] altered = frame.clone();
            altered[i] ^= 1;
            assertThatThrownBy(() -> SignedFrame.verify(kek(1).signingKey(), SignedFrame.Purpose.SNAPSHOT, altered))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void derivesADifferentKeyForEveryPurpose() {
        assertThat(kek(1).internalBearer()).isEqualTo(kek(1).internalBearer()).isNotEqualTo(kek(2).internalBearer());
        assertThat(kek(1).toString()).doesNotContain(kek(1).internalBearer());
        assertThatThrownBy(() -> KeyEncryptionKey.ofBase64("c2hvcnQ="))
                .hasMessageContaining("5 bytes")
                .hasMessageContaining("32");
    }
}
