package dev.sluice.gateway.usage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.bus.Bus;
import dev.sluice.bus.BusSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageSpoolTest {
    @Test
    void saysWhichSettingNamesADirectoryThatCannotBeMade(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        try (Bus bus = Bus.connect(BusSettings.of("nats://127.0.0.1:1", "test"))) {
            assertThatThrownBy(() -> UsageSpool.open(Optional.of(file.resolve("spool")), Optional.of(bus), "i"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("SLUICE_SPOOL_DIR is '" + file.resolve("spool")
                            + "': expected a directory that can be made and written to (");
        }
    }
}
