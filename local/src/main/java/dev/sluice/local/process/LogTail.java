package dev.sluice.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The last lines of a log, for a person who has to find out why something did not start. */
final class LogTail {
    private static final int LINES = 20;
    private static final int BYTES = 16 << 10;

    private LogTail() {}

    static String of(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var length = (int) Math.min(BYTES, file.length());
            var bytes = new byte[length];
            file.seek(file.length() - length);
            file.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.stream()
                    .skip(Math.max(0, lines.size() - LINES))
                    .map(line -> "    " + line)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return "    (unreadable: " + e.getMessage() + ")";
        }
    }
}
