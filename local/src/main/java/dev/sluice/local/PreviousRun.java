package dev.sluice.local;

import java.time.Duration;
import java.util.Map;

/** A run whose launcher was killed: its processes end by themselves, within seconds, and hold their ports until then. */
final class PreviousRun {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(12);

    private PreviousRun() {}

    /** @param env what that run wrote */
    static void awaitGone(Map<String, String> env, Terminal terminal) throws InterruptedException {
        var alive = env.entrySet().stream()
                .filter(entry ->
                        entry.getKey().endsWith("_PID") && !entry.getKey().equals("SLUICE_LOCAL_PID"))
                .filter(entry -> entry.getValue().matches("\\d{1,9}"))
                .flatMap(entry -> ProcessHandle.of(Long.parseLong(entry.getValue())).stream())
                .filter(PreviousRun::ours)
                .toList();
        if (alive.isEmpty()) {
            return;
        }
        terminal.note("waiting for the processes of the run before to end");
        var deadline = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (alive.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - deadline < 0) {
            Thread.sleep(100);
        }
    }

    /** The embedded servers are waited for by their data directories. */
    private static boolean ours(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("quarkus-run.jar"))
                .isPresent();
    }
}
