package dev.sluice.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Dialect;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.CompiledAccount.Credential;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.gateway.error.GatewayError.Upstream;
import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.health.TargetHealth;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TargetCollectorTest {
    private static final String[] LABELS = {"model", "account", "credential"};

    private final TargetHealth health = new TargetHealth();
    private final CollectorRegistry registry = new CollectorRegistry();

    private void ended(CompiledModel model, String credential, UpstreamClass kind) {
        Credential used = new CompiledAccount.Secret(credential, "s", 1);
        Objects.requireNonNull(health.begin(model, used, true, true)).ended(Upstream.of(kind, "a", 0), 0);
    }

    @Test
    void numbersStatesAndCountsRetries() {
        CompiledAccount account = new CompiledAccount(
                "a",
                "openai-compatible",
                Dialect.OPENAI,
                new BaseUrl(false, "127.0.0.1", 1, "/v1"),
                true,
                List.of(),
                ProviderAccountSpec.Timeouts.DEFAULTS,
                ProviderAccountSpec.OnDisconnect.CANCEL,
                Map.of(),
                0);
        CompiledModel model = new CompiledModel("a/m", "a/*", "up", account, null, 1);
        registry.register(new TargetCollector(health));
        ended(model, "one", UpstreamClass.BAD_REQUEST);
        ended(model, "three", UpstreamClass.RATE_LIMITED);
        for (int i = 0; i < 5; i++) {
            ended(model, "two", UpstreamClass.OVERLOADED);
        }
        for (int i = 0; i < 12; i++) {
            health.mayRetry(model);
        }

        assertThat(state("one")).isEqualTo(0);
        assertThat(state("two")).isEqualTo(2);
        assertThat(state("three")).isEqualTo(3);
        assertThat(count("sluice_retries_total")).isEqualTo(10);
        assertThat(count("sluice_retry_budget_exhausted_total")).isEqualTo(2);
    }

    private Double state(String credential) {
        return registry.getSampleValue("sluice_target_state", LABELS, new String[] {"a/*", "a", credential});
    }

    private Double count(String name) {
        return registry.getSampleValue(name, new String[] {"model", "account"}, new String[] {"a/*", "a"});
    }
}
