package dev.sluice.gateway;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The compilers of the Java machine as batch work for the kernel ({@code SCHED_BATCH}, sched(7)). An event loop wakes them in
 * the middle of a request, when a method has been called often enough, and who is woken may interrupt the loop and stay for a
 * tick of the kernel or two (4 ms each at 250 Hz). Batch work has the same share and does not interrupt: it begins when the
 * loop sleeps, or has used up its slice. Threads that compilers start later inherit it.
 */
final class CompilerThreads {
    private static final Logger LOG = Logger.getLogger(CompilerThreads.class);
    private static final Path THREADS = Path.of("/proc/self/task");
    /** What the kernel keeps of the names of the compilers, and of the thread that finds them work in the AOT cache. */
    private static final Pattern NAMES = Pattern.compile("\\((C[12] CompilerThre|Training replay)");

    private static final int SCHED_OTHER = 0;
    private static final int SCHED_BATCH = 3;

    private CompilerThreads() {}

    /**
     * Makes batch work of the compilers, on a thread of its own, since the first call of the C library takes a Java machine 0.1 s
     * of a processor. Where that is not possible (another system, a sandbox) nothing changes.
     *
     * @param after how long it waits before that
     */
    static void giveWay(Duration after) {
        Thread.ofPlatform().name("compiler-threads").daemon().start(() -> {
            try {
                Thread.sleep(after);
                int changed = makeBatch();
                LOG.debugf("%d compiler threads give way to the event loops", changed);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException | LinkageError e) {
                LOG.debugf("compiler threads stay as they are: %s", e.toString());
            }
        });
    }

    /** @return how many were changed: those that were batch work before do not count */
    static int makeBatch() throws IOException {
        if (!Files.isDirectory(THREADS)) {
            return 0;
        }
        Optional<MethodHandle> setScheduler = setScheduler();
        // Twice: a compiler may start another while the list is read, which inherits what its parent was then.
        return setScheduler.isEmpty() ? 0 : makeBatch(setScheduler.get()) + makeBatch(setScheduler.get());
    }

    private static int makeBatch(MethodHandle setScheduler) throws IOException {
        int changed = 0;
        try (Arena arena = Arena.ofConfined();
                DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            MemorySegment priority = arena.allocate(ValueLayout.JAVA_INT);
            for (Path thread : threads) {
                if (compilesAsOther(thread) && call(setScheduler, id(thread), priority) == 0) {
                    changed++;
                }
            }
        }
        return changed;
    }

    private static boolean compilesAsOther(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return NAMES.matcher(stat).find() && policy(stat) == SCHED_OTHER;
        } catch (IOException e) {
            return false; // It has ended since.
        }
    }

    private static int id(Path thread) {
        return Integer.parseInt(thread.getFileName().toString());
    }

    /**
     * Field 41 of {@code /proc/<pid>/stat}, proc_pid_stat(5); the name, field 2, may hold anything. Whoever runs the whole process
     * under another policy means it.
     */
    static int policy(String stat) {
        String[] fromState = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(fromState[41 - 3]);
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> setScheduler() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("sched_setscheduler")
                .map(address -> linker.downcallHandle(
                        address,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS)));
    }

    private static int call(MethodHandle setScheduler, int thread, MemorySegment priority) {
        try {
            return (int) setScheduler.invokeExact(thread, SCHED_BATCH, priority);
        } catch (Throwable e) {
            throw new IllegalStateException("sched_setscheduler could not be called", e);
        }
    }
}
