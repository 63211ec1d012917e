package dev.sluice.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** SIGKILL for a server, as the kernel or an operator would do it. */
final class Killing {

    private Killing() {}

    /** Returns the exit code that the server's {@code onExit} reported. */
    static int kill9(EmbeddedServer server) throws Exception {
        ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
        return server.onExit().get(5, TimeUnit.SECONDS);
    }

    static boolean goneWithin(Duration limit, long pid) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                return true;
            }
            Thread.sleep(20);
        }
        return false;
    }

    /** The program a process runs, read from the kernel. */
    static String program(long pid) throws Exception {
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"))
                .getFileName()
                .toString();
    }
}
