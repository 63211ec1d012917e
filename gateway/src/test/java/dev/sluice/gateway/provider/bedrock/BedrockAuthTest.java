package dev.sluice.gateway.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BedrockAuthTest {
    @ParameterizedTest
    @CsvSource({
        "bedrock-runtime.eu-central-1.amazonaws.com,eu-central-1",
        "bedrock-runtime-fips.us-gov-west-1.amazonaws.com,us-gov-west-1",
        "vpce-1-x.bedrock-runtime.ap-southeast-2.vpce.amazonaws.com,ap-southeast-2",
        "127.0.0.1,us-east-1"
    })
    void readsTheRegionOffTheHost(String host, String region) {
        assertThat(BedrockAuth.region(null, host)).isEqualTo(region);
        assertThat(BedrockAuth.region("sa-east-1", host)).isEqualTo("sa-east-1");
    }
}
