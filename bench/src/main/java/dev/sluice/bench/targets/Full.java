package dev.sluice.bench.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The product, as its own processes: several, since two machines that compile the same code differ by up to 15 %. */
public final class Full implements Target {
    private final String name;
    private final String description;
    private final List<GatewayRun> runs;
    private final List<Instance> instances;

    private Full(String name, String description, List<GatewayRun> runs) {
        this.name = name;
        this.description = description;
        this.runs = runs;
        List<Instance> all = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            all.add(runs.get(i).instance(name, i));
        }
        instances = List.copyOf(all);
    }

    /** Starts them one after the other. */
    public static Full start(
            String name, String description, GatewayRun.Setup setup, UnaryOperator<List<String>> pin, int count)
            throws Missing {
        List<GatewayRun> runs = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                GatewayRun run = GatewayRun.start(setup, name, pin);
                runs.add(run);
                run.awaitReady();
            }
            return new Full(name, description, runs);
        } catch (Missing e) {
            runs.forEach(GatewayRun::close);
            throw e;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<Instance> instances() {
        return instances;
    }

    @Override
    public void close() {
        runs.forEach(GatewayRun::close);
    }
}
