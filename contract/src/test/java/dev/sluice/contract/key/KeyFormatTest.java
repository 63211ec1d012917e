package dev.sluice.contract.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class KeyFormatTest {
    @Test
    void makesKeysThatItRecognises() {
        KeyFormat.NewKey key = KeyFormat.generate(true, new SecureRandom());

        assertThat(key.key()).matches("sl_s_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}");
        assertThat(KeyFormat.idOf(key.key())).contains(key.id());
        assertThat(KeyFormat.generate(false, new SecureRandom()).key()).startsWith("sl_u_");
    }

    @Test
    void noticesATypingError() {
        String key = KeyFormat.generate(true, new SecureRandom()).key();
        char other = key.charAt(20) == 'a' ? 'b' : 'a';

        assertThat(KeyFormat.idOf(key.substring(0, 20) + other + key.substring(21)))
                .isEmpty();
        assertThat(KeyFormat.idOf("sk-something-else")).isEmpty();
    }

    @Test
    void hashesToTheSameKeyInBothForms() {
        String hex = KeyFormat.sha256("abc");

        assertThat(hex).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(KeyHash.ofHex(hex))
                .isEqualTo(KeyHash.ofHex(hex))
                .isNotEqualTo(KeyHash.ofHex(KeyFormat.sha256("abd")));
    }
}
