package dev.sluice.bench.targets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The targets of a run: each is started when it is first asked for, at most once, and all are ended together. */
public final class Targets implements AutoCloseable {
    /** How to start one. */
    @FunctionalInterface
    public interface Start {
        Target now() throws Target.Missing;
    }

    private final Map<String, Start> starts = new LinkedHashMap<>();
    private final Map<String, Target> running = new LinkedHashMap<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final Map<String, String> ended = new LinkedHashMap<>();
    private final Consumer<String> progress;

    public Targets(Consumer<String> progress) {
        this.progress = progress;
    }

    public void add(String name, Start start) {
        starts.put(name, start);
    }

    /** Empty when it cannot be had; {@link #missing} says why. */
    public Optional<Target> get(String name) {
        Target target = running.get(name);
        Start start = starts.get(name);
        if (target == null && start != null && !missing.containsKey(name)) {
            progress.accept("starting " + name);
            try {
                target = start.now();
                running.put(name, target);
            } catch (Target.Missing e) {
                missing.put(name, String.valueOf(e.getMessage()));
                progress.accept(name + " is left out: " + e.getMessage());
            }
        }
        return Optional.ofNullable(target);
    }

    public boolean isRunning(String name) {
        return running.containsKey(name);
    }

    /** Ends one that is not needed any more. Its description stays. */
    public void end(String name) {
        Target target = running.remove(name);
        if (target != null) {
            ended.put(name, target.description());
            target.close();
        }
    }

    /** Name and reason of those that could not be had. */
    public Map<String, String> missing() {
        return Map.copyOf(missing);
    }

    /** Name and description of those that run or ran. */
    public Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        descriptions.putAll(ended);
        running.forEach((name, target) -> descriptions.put(name, target.description()));
        return descriptions;
    }

    @Override
    public void close() {
        running.values().forEach(Target::close);
    }
}
