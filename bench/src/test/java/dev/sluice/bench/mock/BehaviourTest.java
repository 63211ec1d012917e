package dev.sluice.bench.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BehaviourTest {
    @Test
    void shouldReadBackWhatItsNameSays() {
        Behaviour behaviour = new Behaviour(5, 50, 20, true, 429, 3);

        assertThat(behaviour.model()).isEqualTo("mock-d5-c50-i20-s-e429-x3");
        assertThat(Behaviour.parse(behaviour.model())).isEqualTo(behaviour);
    }

    @Test
    void shouldAnswerAtOnceWhenTheNameAsksForNothing() {
        assertThat(Behaviour.parse("mock")).isEqualTo(Behaviour.JSON);
        assertThat(Behaviour.parse(Behaviour.JSON.model())).isEqualTo(Behaviour.JSON);
    }

    @Test
    void shouldRefuseNamesThatAreNoBehaviour() {
        assertThatThrownBy(() -> Behaviour.parse("gpt-4o")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Behaviour.parse("mock-q7")).hasMessageContaining("q7");
    }
}
