package dev.sluice.bench.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Figures of processes from {@code /proc}. A process that has ended counts nothing. */
public final class ProcStatus {
    private ProcStatus() {}

    /** Resident memory in MB (2^20 bytes), summed up. */
    public static double residentMegabytes(List<Long> pids) {
        return pids.stream()
                        .mapToLong(pid -> field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:"))
                        .sum()
                / 1024.0;
    }

    /** How often living threads have given up the core to wait. */
    public static long voluntarySwitches(List<Long> pids) {
        return pids.stream().mapToLong(ProcStatus::voluntarySwitches).sum();
    }

    private static long voluntarySwitches(long pid) {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks) {
                sum += field(task.resolve("status"), "voluntary_ctxt_switches:");
            }
        } catch (IOException e) {
            return sum;
        }
        return sum;
    }

    private static long field(Path status, String name) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).replace("kB", "").strip())
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
