package dev.sluice.gateway.provider.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.provider.ErrorFixtures;
import dev.sluice.gateway.provider.anthropic.AnthropicDialect;
import dev.sluice.gateway.provider.gemini.GeminiDialect;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VertexErrorsTest {
    static Stream<ErrorFixtures.Fixture> fixtures() {
        return ErrorFixtures.of("vertex");
    }

    /** Google answers for Claude too, where the call does not get as far as the model. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void knowsTheClassOfAnErrorWhoeverMadeIt(ErrorFixtures.Fixture fixture) {
        assertThat(new VertexClaude(new AnthropicDialect(), new GeminiDialect())
                        .classify(fixture.status(), fixture.body())
                        .wireName())
                .isEqualTo(fixture.expectedClass());
    }
}
