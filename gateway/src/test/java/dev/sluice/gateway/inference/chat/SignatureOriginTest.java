package dev.sluice.gateway.inference.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Dialect;
import org.junit.jupiter.api.Test;

class SignatureOriginTest {
    @Test
    void givesASignatureBackToWhoeverSignedAndToNobodyElse() {
        for (Dialect origin : Dialect.values()) {
            String marked = SignatureOrigin.mark(origin, "c2ln==");
            for (Dialect asking : Dialect.values()) {
                assertThat(SignatureOrigin.of(asking, marked)).isEqualTo(asking == origin ? "c2ln==" : null);
            }
        }
    }

    @Test
    void leavesAnthropicsSignaturesAsItsClientsSendThem() {
        assertThat(SignatureOrigin.mark(Dialect.ANTHROPIC, "EqAB")).isEqualTo("EqAB");
    }

    @Test
    void takesNothingForASignature() {
        for (Dialect asking : Dialect.values()) {
            assertThat(SignatureOrigin.of(asking, null)).isNull();
            assertThat(SignatureOrigin.of(asking, "")).isNull();
            assertThat(SignatureOrigin.of(asking, "gemini:")).isNull();
        }
    }
}
