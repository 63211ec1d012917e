package dev.sluice.bench.measure;

import dev.sluice.bench.load.Window;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the processes of a target used, and how the machine was, between the window's two ends. For the thread that runs the
 * load.
 */
public final class Usage implements Window, AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final List<Long> pids;
    private final CpuClock clock;
    private final int loadCore;
    private long cpuFrom;
    private long cpuTo;
    private long switchesFrom;
    private long switchesTo;
    private CoreTimes coreFrom;
    private CoreTimes coreTo;
    private CoreTimes allFrom;
    private CoreTimes allTo;
    private OptionalDouble allocated = OptionalDouble.empty();
    private Optional<Allocation> allocationFrom = Optional.empty();

    /** @param loadCore the core that mock and generator are on; -1 when they are on any */
    public Usage(List<Long> pids, int loadCore) {
        this.pids = pids;
        this.loadCore = loadCore;
        clock = new CpuClock(arena, pids);
        coreFrom = CoreTimes.read(loadCore);
        coreTo = coreFrom;
        allFrom = CoreTimes.read(-1);
        allTo = allFrom;
    }

    @Override
    public void opened() {
        allocationFrom = pids.size() == 1 ? Allocation.read(pids.getFirst()) : Optional.empty();
        switchesFrom = ProcStatus.voluntarySwitches(pids);
        coreFrom = CoreTimes.read(loadCore);
        allFrom = CoreTimes.read(-1);
        cpuFrom = clock.nanos();
    }

    @Override
    public void closed() {
        cpuTo = clock.nanos();
        coreTo = CoreTimes.read(loadCore);
        allTo = CoreTimes.read(-1);
        switchesTo = ProcStatus.voluntarySwitches(pids);
        allocationFrom.ifPresent(
                then -> Allocation.read(pids.getFirst()).ifPresent(now -> allocated = now.bytesSince(then)));
    }

    public double cpuMicros() {
        return (cpuTo - cpuFrom) / 1e3;
    }

    public long switches() {
        return switchesTo - switchesFrom;
    }

    /** Bytes; empty for what is no Java process. */
    public OptionalDouble allocated() {
        return allocated;
    }

    public double loadCoreBusyPercent() {
        return coreTo.busyPercentSince(coreFrom);
    }

    public double stealPercent() {
        return allTo.stealPercentSince(allFrom);
    }

    @Override
    public void close() {
        arena.close();
    }
}
