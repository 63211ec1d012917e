package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
 * @param records as they were on the ring ({@link RecordFormat}), finished ones first
 */
record LeftBehind(Path file, String instance, List<byte[]> records) {
    private static final Logger LOG = Logger.getLogger(LeftBehind.class);
    static final String SUFFIX = ".ring";
    private static final String UNREADABLE = ".unreadable";

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
        } catch (RingFile.UnreadableException e) {
            Path aside = file.resolveSibling(file.getFileName() + UNREADABLE);
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            LOG.errorf(
                    "%s is not a usage ring of this version (%s): moved to %s, what is in it is not handed over",
                    file, e.getMessage(), aside.getFileName());
        }
    }

    /** Looks at every place a record may begin, since one that was being written may lie between finished ones. */
    private static void records(RingMemory memory, List<byte[]> records, Set<Long> finished) {
        long position = memory.acked();
        long end = position + memory.capacity();
        while (position < end) {
            byte[] bytes = memory.isWritten(position) && !memory.isPadding(position) ? memory.bytesAt(position) : null;
            if (bytes != null && add(bytes, memory, records, finished)) {
                position = RingMemory.after(position, bytes.length);
            } else {
                position += 8;
            }
        }
    }

    private static int aborted(RingMemory memory, List<byte[]> records, Set<Long> finished) {
        int before = records.size();
        for (int slot = 0; slot < memory.slots(); slot++) {
            byte[] marker = memory.slot(slot);
            if (marker != null) {
                add(marker, memory, records, finished);
            }
        }
        return records.size() - before;
    }

    /** @return false when the bytes are no record; one whose number is known already is left out */
    private static boolean add(byte[] bytes, RingMemory memory, List<byte[]> records, Set<Long> known) {
        try {
            long seq = RecordFormat.read(bytes, memory.instance()).seq();
            if (known.add(seq)) {
                records.add(bytes);
            }
            return true;
        } catch (IOException e) {
            LOG.warnf("a usage record of instance %s cannot be read: %s", memory.instance(), e.getMessage());
            return false;
        }
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
