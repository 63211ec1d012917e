package dev.sluice.bench.targets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which core runs what: targets on 0; mock, generator and all else on 1. With one core, or without {@code taskset}, nothing
 * is pinned.
 */
public record Cores(boolean pinned) {
    public static final int TARGET = 0;
    public static final int LOAD = 1;

    /** @param available cores of the machine, not of this process, which is pinned itself */
    public static Cores of(int available) {
        boolean taskset =
                List.of("/usr/bin/taskset", "/bin/taskset").stream().anyMatch(p -> Files.isExecutable(Path.of(p)));
        return new Cores(taskset && available >= 2);
    }

    public List<String> onTarget(List<String> command) {
        return on(Integer.toString(TARGET), command);
    }

    public List<String> onLoad(List<String> command) {
        return on(Integer.toString(LOAD), command);
    }

    public List<String> onBoth(List<String> command) {
        return on(TARGET + "," + LOAD, command);
    }

    private List<String> on(String cores, List<String> command) {
        if (!pinned) {
            return command;
        }
        List<String> pinnedCommand = new ArrayList<>(List.of("taskset", "-c", cores));
        pinnedCommand.addAll(command);
        return pinnedCommand;
    }

    /** The core of the load, -1 when it may be any. */
    public int loadCore() {
        return pinned ? LOAD : -1;
    }
}
