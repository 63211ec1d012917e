package dev.sluice.local.process;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that is started again when it dies, on the same port and data, until it is stopped.
 *
 * <p>Any thread may call any method. {@code started} is called with every new pid before the process is ready, one call at a
 * time.
 */
public final class Supervised {
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

    private final LocalProcess.Blueprint blueprint;
    private final RestartPolicy policy;
    private final Consumer<String> messages;
    private final Consumer<Supervised> started;

    private @Nullable LocalProcess current;
    private boolean stopped;

    public Supervised(
            LocalProcess.Blueprint blueprint,
            RestartPolicy policy,
            Consumer<String> messages,
            Consumer<Supervised> started) {
        this.blueprint = blueprint;
        this.policy = policy;
        this.messages = messages;
        this.started = started;
    }

    public LocalProcess.Blueprint blueprint() {
        return blueprint;
    }

    public synchronized long pid() {
        return process().pid();
    }

    /** Starts it for the first time; it may not be ready yet. Watched from here on. */
    public void start() throws StartException {
        launch();
    }

    public void awaitReady() throws StartException, InterruptedException {
        LocalProcess process;
        synchronized (this) {
            process = process();
        }
        process.awaitReady();
    }

    private synchronized LocalProcess process() {
        if (current == null) {
            throw new IllegalStateException(blueprint.name() + " has not been started");
        }
        return current;
    }

    private void launch() throws StartException {
        synchronized (this) {
            if (stopped) {
                return;
            }
            var process = blueprint.start();
            current = process;
            started.accept(this);
            var _ = process.onExit().thenAccept(this::died);
        }
    }

    private void died(int exit) {
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        if (policy.delay().isEmpty()) {
            messages.accept(blueprint.name() + " ended (" + exit + "); not restarted, SLUICE_RESTART_DELAY=off");
            return;
        }
        messages.accept(blueprint.name() + " ended (" + exit + "); starting it again");
        Thread.ofVirtual()
                .name("restart-" + blueprint.name())
                .start(() -> restart(policy.delay().get()));
    }

    private void restart(Duration delay) {
        try {
            Thread.sleep(delay);
            while (!launched()) {
                Thread.sleep(delay.compareTo(BEFORE_ANOTHER_TRY) > 0 ? delay : BEFORE_ANOTHER_TRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean launched() {
        try {
            launch();
            return true;
        } catch (StartException e) {
            messages.accept(blueprint.name() + " cannot be started again yet: " + e.getMessage());
            return false;
        }
    }

    /** Ends it for good. Waits for a start that is under way. */
    public void stop() {
        LocalProcess process;
        synchronized (this) {
            stopped = true;
            process = current;
        }
        if (process != null) {
            process.stop();
        }
    }
}
