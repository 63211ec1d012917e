package dev.sluice.bench.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The counters that a HotSpot machine keeps in a file for {@code jstat}, read without starting one: its start would disturb
 * what is measured.
 */
final class PerfCounters {
    private static final int MAGIC = 0xcafec0c0;
    private static final byte LONG = 'J';

    private PerfCounters() {}

    /** The counters that are numbers, by name; empty when the process keeps none. */
    static Optional<Map<String, Long>> read(long pid) {
        Path file = Path.of(
                System.getProperty("java.io.tmpdir"),
                "hsperfdata_" + System.getProperty("user.name"),
                Long.toString(pid));
        try {
            return Optional.of(parse(Files.readAllBytes(file)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    static Map<String, Long> parse(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file);
        if (data.getInt(0) != MAGIC) {
            throw new IllegalArgumentException("no perf data");
        }
        data.order(data.get(4) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        Map<String, Long> counters = new HashMap<>();
        int at = data.getInt(24);
        for (int entries = data.getInt(28); entries > 0; entries--) {
            int length = data.getInt(at);
            int name = at + data.getInt(at + 4);
            if (data.getInt(at + 8) == 0 && data.get(at + 12) == LONG) {
                counters.put(text(file, name), data.getLong(at + data.getInt(at + 16)));
            }
            at += length;
        }
        return counters;
    }

    private static String text(byte[] file, int at) {
        int end = at;
        while (file[end] != 0) {
            end++;
        }
        return new String(file, at, end - at, StandardCharsets.UTF_8);
    }
}
