package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CompiledAccount;
import dev.sluice.contract.policy.ProviderAccountSpec.OnDisconnect;
import dev.sluice.contract.policy.ProviderAccountSpec.Timeouts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Pitfall 32: betas of coding agents")
class ClientHeadersTest {
    private static CompiledAccount account(String provider) {
        return new CompiledAccount(
                provider,
                provider,
                Catalog.builtIn().provider(provider).orElseThrow().dialect(),
                BaseUrl.parse("https://api.example.org", false),
                false,
                List.of(),
                Timeouts.DEFAULTS,
                OnDisconnect.CANCEL,
                Map.of(),
                0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anthropic | claude-code-20250219,new-beta-2027-01-01 | claude-code-20250219,new-beta-2027-01-01",
                "vertex | claude-code-20250219,new-beta-2027-01-01 |",
                "vertex | interleaved-thinking-2025-05-14, claude-code-20250219 ,context-1m-2025-08-07 | interleaved-thinking-2025-05-14,context-1m-2025-08-07",
                "vertex | advanced-tool-use-2025-11-20,tool-search-tool-2025-10-19 | tool-search-tool-2025-10-19",
                "vertex | fast-mode-2026-02-01,prompt-caching-scope-2026-01-05,oauth-2025-04-20,skills-2025-10-02 |",
                "bedrock | interleaved-thinking-2025-05-14,context-1m-2025-08-07 |",
                "openai | interleaved-thinking-2025-05-14 |",
                "gemini | interleaved-thinking-2025-05-14 |"
            })
    void goOnAsTheCatalogSays(String provider, String sent, String forwarded) {
        assertThat(ClientHeaders.forProvider(account(provider), "anthropic-beta", sent))
                .isEqualTo(forwarded);
    }
}
