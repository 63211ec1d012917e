package dev.sluice.bench.scenario;

import java.time.Duration;

/** A comparison of variants of the gateway, which are ended afterwards: nothing else needs them. */
record Variants(Compared compared) implements Scenario {
    private static final Duration START = Duration.ofSeconds(10);

    @Override
    public String name() {
        return compared.name();
    }

    @Override
    public Duration estimate(Options options) {
        return compared.estimate(options)
                .plus(START.multipliedBy((long) compared.targets().size() * options.instances()));
    }

    @Override
    public void run(Bench bench) {
        compared.run(bench);
        compared.targets().forEach(bench.targets()::end);
    }
}
