package dev.sluice.gateway.usage;

import dev.sluice.bus.Bus;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The ring with all that belongs to it: what earlier processes left behind, and the publisher. */
public final class UsageSpool implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UsageSpool.class);
    /** About 80 000 requests; see docs/decisions/0005. */
    private static final long RING_BYTES = 24L << 20;
    /** Where nothing is handed over, nothing is kept. */
    private static final long UNUSED_RING_BYTES = 4096;

    private final UsageRecorder recorder;
    private final @Nullable UsagePublisher publisher;
    private final @Nullable Path file;

    private UsageSpool(UsageRecorder recorder, @Nullable UsagePublisher publisher, @Nullable Path file) {
        this.recorder = recorder;
        this.publisher = publisher;
        this.file = file;
    }

    /**
     * @param directory of the ring's file; empty: anonymous memory
     * @param bus empty: nothing is handed over, as in a gateway alone, so nothing is kept
     * @throws IOException when the directory cannot be made or written; the message names the setting
     */
    public static UsageSpool open(Optional<Path> directory, Optional<Bus> bus, String instance) throws IOException {
        if (bus.isEmpty()) {
            return new UsageSpool(
                    new UsageRecorder(UsageRing.create(null, UNUSED_RING_BYTES, instance), false), null, null);
        }
        try {
            return open(directory.orElse(null), bus.get(), instance);
        } catch (FileSystemException e) {
            throw new IOException(
                    "SLUICE_SPOOL_DIR is '" + directory.map(Path::toString).orElse("")
                            + "': expected a directory that can be made and written to ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
    }

    private static UsageSpool open(@Nullable Path directory, Bus bus, String instance) throws IOException {
        List<LeftBehind> rest = List.of();
        Path file = null;
        if (directory != null) {
            Files.createDirectories(directory);
            rest = LeftBehind.in(directory);
            file = directory.resolve(instance + LeftBehind.SUFFIX);
        }
        UsageRecorder recorder = new UsageRecorder(UsageRing.create(file, RING_BYTES, instance), true);
        UsagePublisher publisher = new UsagePublisher(bus, recorder, rest);
        publisher.start();
        return new UsageSpool(recorder, publisher, file);
    }

    public UsageRecorder recorder() {
        return recorder;
    }

    /** Instances that left records in the directory, all of which are handed over by now: the last 100. */
    public List<String> recovered() {
        return publisher == null ? List.of() : publisher.recovered();
    }

    /** Hands over what it can within 2 s. A ring that is empty then leaves no file behind. */
    @Override
    public void close() {
        if (publisher != null) {
            publisher.drain(Duration.ofSeconds(2));
            publisher.close();
        }
        boolean empty =
                recorder.ring().waitingRecords() == 0 && recorder.overflow().isEmpty();
        try {
            if (empty && file != null) {
                recorder.ring().close();
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warnf("the usage ring cannot be closed: %s", e.getMessage());
        }
    }
}
