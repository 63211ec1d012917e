package dev.sluice.admin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.contract.policy.InvalidField;
import org.junit.jupiter.api.Test;

/** Against values that were computed with another implementation (OpenSSL's). */
class WebhookSignatureTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long TIMESTAMP = 1_614_265_330;
    private static final String BODY = "{\"test\": 2432232314}";

    @Test
    void shouldSignAsTheSpecificationSays() {
        assertThat(WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", ID, TIMESTAMP, BODY))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(WebhookSignature.of("raw secret", ID, TIMESTAMP, BODY))
                .isEqualTo("v1,ejzB03xbiX+BYE2p5UprnxYMT3NDCs3S0jg3homzfN0=");
    }

    @Test
    void shouldNotSignWithHalfASecret() {
        assertThatThrownBy(() -> WebhookSignature.of("whsec_not*base64", ID, TIMESTAMP, BODY))
                .isInstanceOf(InvalidField.class)
                .hasMessageNotContaining("not*base64");
        assertThatThrownBy(() -> WebhookSignature.of("whsec_", ID, TIMESTAMP, BODY))
                .isInstanceOf(InvalidField.class);
    }
}
