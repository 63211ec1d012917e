package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.UsageJson;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A ring whose process died: records it had not handed over, and requests that were in flight, which become {@code
 * aborted} records.
 *
 * @param records as JSON, finished ones first
 */
record LeftBehind(Path file, String instance, List<byte[]> records) {
    private static final Logger LOG = Logger.getLogger(LeftBehind.class);
    static final String SUFFIX = ".ring";

    /** Finds and reads what earlier processes left in the directory. */
    static List<LeftBehind> in(Path directory) {
        List<LeftBehind> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                read(file, found);
            }
        } catch (IOException e) {
            LOG.errorf("the spool directory %s cannot be read: %s", directory, e.getMessage());
        }
        return found;
    }

    private static void read(Path file, List<LeftBehind> found) throws IOException {
        try (RingMemory memory = RingMemory.reopen(file)) {
            if (memory == null) {
                return;
            }
            List<byte[]> records = new ArrayList<>();
            Set<Long> finished = new HashSet<>();
            records(memory, records, finished);
            int aborted = aborted(memory, records, finished);
            LOG.infof(
                    "recovered %d usage records of instance %s, %d of them requests it was serving",
                    records.size(), memory.instance(), aborted);
            found.add(new LeftBehind(file, memory.instance(), records));
        }
    }

    /** Looks at every place a record may begin, since one that was being written may lie between finished ones. */
    private static void records(RingMemory memory, List<byte[]> records, Set<Long> finished) {
        long position = memory.acked();
        long end = position + memory.capacity();
        while (position < end) {
            byte[] bytes = memory.isWritten(position) && !memory.isPadding(position) ? memory.bytesAt(position) : null;
            if (bytes == null) {
                position += 8;
            } else {
                records.add(bytes);
                finished.add(memory.seqAt(position));
                position += (RingMemory.RECORD_HEADER + bytes.length + 7L) / 8 * 8;
            }
        }
    }

    private static int aborted(RingMemory memory, List<byte[]> records, Set<Long> finished) {
        int aborted = 0;
        for (int slot = 0; slot < RingMemory.SLOTS; slot++) {
            byte[] marker = memory.slot(slot);
            if (marker != null) {
                try {
                    UsageRecord record = UsageJson.read(marker);
                    if (!finished.contains(record.seq())) {
                        records.add(marker);
                        aborted++;
                    }
                } catch (IOException e) {
                    LOG.warnf("a marker of instance %s cannot be read: %s", memory.instance(), e.getMessage());
                }
            }
        }
        return aborted;
    }

    /** To be called when every record is stored elsewhere. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf("%s cannot be deleted: %s", file, e.getMessage());
        }
    }
}
