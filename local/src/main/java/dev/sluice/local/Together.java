package dev.sluice.local;

import dev.sluice.local.process.StartException;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** The same thing done to several at once; the first failure is the caller's. */
final class Together {

    interface Task<T> {
        void run(T item) throws StartException, InterruptedException;
    }

    private Together() {}

    /** Returns when all are done, or throws when one has failed and the others have ended too. */
    static <T> void each(Collection<T> items, Task<T> task) throws StartException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = items.stream()
                    .map(item -> threads.submit(() -> {
                        task.run(item);
                        return item;
                    }))
                    .toList();
            for (var one : running) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    threads.shutdownNow();
                    if (e.getCause() instanceof StartException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        }
    }
}
