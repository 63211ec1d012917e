package dev.sluice.contract.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageJsonTest {
    private static UsageRecord record(@Nullable Long cost, @Nullable Long firstToken) {
        Tokens tokens = Tokens.of(1, 5)
                .withCachedInput(2)
                .withCacheWrite(3)
                .withCacheWrite1h(4)
                .withReasoning(6);
        return new UsageRecord(
                "instance",
                42,
                2,
                "id",
                "theirs",
                1_700_000_000_000L,
                "chat.completions",
                "asked",
                "model",
                "provider",
                "account",
                "team",
                "user",
                "service",
                "key",
                true,
                200,
                Outcome.OK,
                "class",
                tokens,
                cost,
                true,
                123,
                firstToken,
                7,
                List.of(new Attempt(1, "primary", "m", "a", 200, "", tokens, cost, 1, 2)),
                "bypass",
                8,
                9,
                "session",
                Map.of("line\nbreak", "\"quoted\" é"),
                1);
    }

    @Test
    void writesTheFieldsByTheirNames() {
        assertThat(new String(UsageJson.write(record(5L, 6L)), StandardCharsets.UTF_8))
                .isEqualTo("{\"instance\":\"instance\",\"seq\":42,\"version\":2,\"id\":\"id\","
                        + "\"clientRequestId\":\"theirs\",\"time\":1700000000000,\"records\":1,"
                        + "\"endpoint\":\"chat.completions\",\"modelAsked\":\"asked\",\"model\":\"model\","
                        + "\"provider\":\"provider\",\"account\":\"account\",\"team\":\"team\",\"user\":\"user\","
                        + "\"serviceAccount\":\"service\",\"key\":\"key\",\"sessionId\":\"session\","
                        + "\"metadata\":{\"line\\nbreak\":\"\\\"quoted\\\" é\"},"
                        + "\"stream\":true,\"status\":200,\"outcome\":\"ok\",\"errorClass\":\"class\","
                        + "\"tokens\":{\"input\":1,\"cachedInput\":2,\"cacheWrite\":3,\"cacheWrite1h\":4,"
                        + "\"output\":5,\"reasoning\":6},"
                        + "\"costNanos\":5,\"estimated\":true,\"latencyMicros\":123,\"firstTokenMicros\":6,"
                        + "\"overheadMicros\":7,\"cache\":\"bypass\",\"policyRevision\":8,\"priceRevision\":9,"
                        + "\"attempts\":[{\"n\":1,\"kind\":\"primary\",\"model\":\"m\",\"account\":\"a\","
                        + "\"status\":200,\"tokens\":{\"input\":1,\"cachedInput\":2,\"cacheWrite\":3,"
                        + "\"cacheWrite1h\":4,\"output\":5,\"reasoning\":6},\"costNanos\":5,"
                        + "\"startMicros\":1,\"latencyMicros\":2}]}");
    }

    @Test
    void writesAudioWhereThereWasSomeAndReadsRecordsWithout() throws IOException {
        String text = new String(UsageJson.write(record(5L, 6L)), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("audio");
        assertThat(UsageJson.read(text.getBytes(StandardCharsets.UTF_8))
                        .tokens()
                        .hasAudio())
                .isFalse();

        String spoken = text.replace("\"reasoning\":6}", "\"reasoning\":6,\"audioInput\":7,\"audioOutput\":8}");
        UsageRecord heard = UsageJson.read(spoken.getBytes(StandardCharsets.UTF_8));

        assertThat(heard.tokens().audioInput()).isEqualTo(7);
        assertThat(heard.attempts().getFirst().tokens().audioOutput()).isEqualTo(8);
        assertThat(new String(UsageJson.write(heard), StandardCharsets.UTF_8)).isEqualTo(spoken);
    }

    @Test
    void writesBatchesOneRecordPerLine() {
        UsageLines lines = new UsageLines();
        assertThat(lines.take()).isEmpty();
        for (int batch = 0; batch < 3; batch++) {
            StringBuilder expected = new StringBuilder();
            for (UsageRecord record : List.of(record(5L, 6L), record(null, null), record(0L, null))) {
                lines.add(record);
                expected.append(new String(UsageJson.write(record), StandardCharsets.UTF_8))
                        .append('\n');
                assertThat(lines.size()).isEqualTo(expected.toString().getBytes(StandardCharsets.UTF_8).length);
            }
            assertThat(new String(lines.take(), StandardCharsets.UTF_8)).isEqualTo(expected.toString());
            assertThat(lines.size()).isZero();
        }
    }

    @Test
    void readsBackWhatItWroteOnOneLine() throws IOException {
        for (UsageRecord record : List.of(record(5L, 6L), record(null, null), record(0L, null))) {
            byte[] json = UsageJson.write(record);

            assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\n");
            assertThat(UsageJson.read(json)).isEqualTo(record);
        }
    }

    @Test
    void namesTheFieldThatIsMissing() {
        assertThatThrownBy(() -> UsageJson.read("{\"instance\":\"i\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("seq");
        assertThatThrownBy(() -> UsageJson.read("[]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
