package dev.sluice.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaudeModelTest {
    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-7,opus,407",
        "claude-sonnet-4-20250514,sonnet,400",
        "claude-opus-4-5@20251101,opus,405",
        "claude-3-7-sonnet-20250219,'',307",
        "claude-3-opus-20240229,'',300",
        "claude-instant-1.2,instant,102",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0,haiku,405",
        "databricks-claude-sonnet-4-6,sonnet,406",
        "claude-fable-5,fable,500",
        "claude-opus-10-1,opus,1001",
        "my-deployment,'',2147483647",
        "claude-next,'',2147483647"
    })
    void readsTheGenerationOffTheName(String name, String family, int version) {
        assertThat(ClaudeModel.named(name)).isEqualTo(new ClaudeModel(family, version));
    }
}
