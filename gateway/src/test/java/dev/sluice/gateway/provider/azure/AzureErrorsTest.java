package dev.sluice.gateway.provider.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.provider.ErrorFixtures;
import dev.sluice.gateway.provider.openai.OpenAiDialect;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AzureErrorsTest {
    static Stream<ErrorFixtures.Fixture> fixtures() {
        return ErrorFixtures.of("azure");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void knowsTheClassOfAnError(ErrorFixtures.Fixture fixture) {
        assertThat(new AzureDialect(new OpenAiDialect(), "chat/completions")
                        .classify(fixture.status(), fixture.body())
                        .wireName())
                .isEqualTo(fixture.expectedClass());
    }
}
