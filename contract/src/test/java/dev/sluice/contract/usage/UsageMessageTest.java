package dev.sluice.contract.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsageMessageTest {
    private static final UsageRecord FIRST = UsageSamples.marker("gateway-ü", 1);
    private static final UsageRecord SECOND = UsageSamples.served("gateway-ü", 2);

    @Test
    void carriesRecordsOfAnInstance() throws IOException {
        UsageMessage read = UsageMessage.read(UsageMessage.of("gateway-ü", FIRST, SECOND));

        assertThat(read.instance()).isEqualTo("gateway-ü");
        assertThat(read.records()).hasSize(2);
        assertThat(RecordFormat.read(read.records().get(0), read.instance())).isEqualTo(FIRST);
        assertThat(RecordFormat.read(read.records().get(1), read.instance())).isEqualTo(SECOND);
    }

    @Test
    void beginsAnewAfterEachMessage() throws IOException {
        UsageMessage.Writer writer = new UsageMessage.Writer();
        writer.add(new byte[] {1});
        writer.take("a");
        writer.add(new byte[] {2});
        writer.clear();
        writer.add(new byte[] {3, 4});

        assertThat(writer.size()).isEqualTo(3);
        assertThat(UsageMessage.read(writer.take("b")).records()).containsExactly(new byte[] {3, 4});
    }

    @Test
    void saysWhyBytesAreNone() {
        byte[] newer = UsageMessage.of("i", FIRST);
        newer[3] = 2;

        assertThatThrownBy(() -> UsageMessage.read("{\"seq\":1}".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("these 9 bytes are no usage records");
        assertThatThrownBy(() -> UsageMessage.read(new byte[0])).hasMessageContaining("no usage records");
        assertThatThrownBy(() -> UsageMessage.read(newer)).hasMessageContaining("version 2");
    }

    @Test
    void refusesWhatIsCutOffAndNeverThrowsAnythingElse() {
        byte[] whole = UsageMessage.of("i", FIRST, SECOND);
        assertThatThrownBy(() -> UsageMessage.read(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(IOException.class);
        Random random = new Random(4);
        for (int n = 0; n < 20_000; n++) {
            byte[] garbled = Arrays.copyOf(whole, 4 + random.nextInt(whole.length - 4));
            garbled[random.nextInt(garbled.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                UsageMessage.read(garbled);
            } catch (IOException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
