package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.Grant;
import dev.sluice.contract.policy.Identity;
import dev.sluice.contract.policy.IdentityExchange;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CredentialChoiceTest {
    private static Credential secret(String name, int weight) {
        return new CompiledAccount.Secret(name, "s", weight);
    }

    private static Credential exchanged(String name, int weight, @Nullable Grant grant) {
        return new CompiledAccount.Exchanged(
                name,
                new Identity.AzureManaged(),
                new IdentityExchange.Kept() {
                    @Override
                    public @Nullable Grant current() {
                        return grant;
                    }

                    @Override
                    public void whenTried(Runnable task) {
                        task.run();
                    }
                },
                weight);
    }

    private static Map<String, Long> picks(List<Credential> all) {
        return IntStream.range(0, 10_000)
                .mapToObj(_ ->
                        Objects.requireNonNull(CredentialChoice.of(all, _ -> 0)).name())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Test
    void followsTheWeights() {
        Map<String, Long> picks = picks(List.of(secret("a", 1), secret("b", 3), secret("drained", 0)));

        assertThat(picks).containsOnlyKeys("a", "b");
        assertThat(picks.get("b")).isBetween(7_000L, 8_000L);
    }

    @Test
    void hasNoneWhereAllAreDrained() {
        assertThat(CredentialChoice.of(List.of(secret("a", 0)), _ -> 0)).isNull();
        assertThat(CredentialChoice.of(List.of(secret("a", 0), secret("b", 0)), _ -> 0))
                .isNull();
    }

    @Test
    void needsNoneWhereTheAccountHasNone() {
        assertThat(CredentialChoice.of(List.of(), _ -> 0)).isEqualTo(CompiledAccount.NO_CREDENTIAL);
    }

    @Test
    void prefersWhatHasAToken() {
        Credential waiting = exchanged("waiting", 1_000, null);

        assertThat(picks(List.of(waiting, exchanged("ready", 1, new Grant.Bearer("t")), secret("drained", 0))))
                .containsOnlyKeys("ready");
        assertThat(picks(List.of(waiting, secret("drained", 0)))).containsOnlyKeys("waiting");
    }
}
