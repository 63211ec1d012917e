package dev.sluice.bench.scenario;

import dev.sluice.bench.report.Names;
import dev.sluice.bench.targets.Certificate;
import dev.sluice.bench.targets.Full;
import dev.sluice.bench.targets.GatewayRun;
import dev.sluice.bench.targets.Nginx;
import dev.sluice.bench.targets.PassThroughTarget;
import dev.sluice.bench.targets.PolicyYaml;
import dev.sluice.bench.targets.Portkey;
import dev.sluice.bench.targets.Target;
import dev.sluice.bench.targets.Targets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How each target is started, the variants of the gateway among them. */
public final class KnownTargets {
    private static final String ON =
            "the gateway as a process: 1,000 keys, access rules, three limits and a budget, price, usage records to a spool and to NATS, metrics";

    private KnownTargets() {}

    public static void addTo(Bench bench) {
        Targets targets = bench.targets();
        Options options = bench.options();
        GatewayRun.Setup setup = bench.setup();
        targets.add(Target.DIRECT, bench::mock);
        targets.add(
                Target.NGINX,
                () -> nginx(bench, Nginx.Setup.plain(Target.NGINX, bench.mock().port())));
        targets.add(
                Target.PORTKEY,
                () -> Portkey.start(
                        bench.cores(),
                        options.root(),
                        bench.work(),
                        bench.mock().port()));
        targets.add(
                Target.PASS_THROUGH,
                () -> PassThroughTarget.start(
                        bench.cores(),
                        options.root(),
                        bench.work(),
                        bench.mock().port(),
                        options.instances()));
        full(bench, Target.FULL, ON, setup);
        full(bench, Names.LIMITS_FEW, ON, limits(bench, 0));
        full(bench, Names.LIMITS_MANY, ON + "; 10,000 rate limits that match nothing here", limits(bench, 10_000));
        full(bench, Names.RULES_1, ON + "; 1 access rule", rules(bench, 1));
        full(bench, Names.RULES_100, ON + "; 100 access rules", rules(bench, 100));
        for (int i = 0; i < options.variants().size(); i++) {
            String variant = options.variants().get(i);
            full(bench, variant(i), ON + "; " + variant, setup.with(environment(variant)));
        }
        full(bench, Names.ONE_LOOP, ON + "; on one core", setup);
        targets.add(
                Target.NGINX_TLS,
                () -> nginx(
                        bench,
                        Nginx.Setup.overTls(Target.NGINX_TLS, bench.mock().port(), Certificate.in(bench.work()))));
        targets.add(
                Target.FULL_TLS,
                () -> Full.start(
                        Target.FULL_TLS,
                        ON + "; TLS to the client",
                        setup.with(Certificate.in(bench.work())),
                        bench.cores()::onTarget,
                        options.instances()));
        toTls(bench);
        targets.add(
                Names.TWO_LOOPS,
                () -> Full.start(
                        Names.TWO_LOOPS,
                        ON + "; on both cores, two event loops",
                        setup,
                        bench.cores()::onBoth,
                        options.instances()));
    }

    private static void toTls(Bench bench) {
        Targets targets = bench.targets();
        targets.add(
                Target.TLS_PROVIDER,
                () -> Nginx.start(
                        bench.work(),
                        Nginx.Setup.overTls(Target.TLS_PROVIDER, bench.mock().port(), Certificate.in(bench.work())),
                        bench.cores()::onLoad));
        targets.add(Target.NGINX_TO_TLS, () -> nginx(bench, Nginx.Setup.toTls(Target.NGINX_TO_TLS, tlsPort(bench))));
        targets.add(
                Target.FULL_TO_TLS,
                () -> Full.start(
                        Target.FULL_TO_TLS,
                        ON + "; TLS to the provider",
                        trusting(bench).with(PolicyYaml.toTls(tlsPort(bench))),
                        bench.cores()::onTarget,
                        bench.options().instances()));
    }

    /** A gateway that believes the mock behind TLS. */
    static GatewayRun.Setup trusting(Bench bench) throws Target.Missing {
        return bench.setup()
                .with(Map.of("JDK_JAVA_OPTIONS", Certificate.in(bench.work()).trusted()));
    }

    /** Where the mock speaks TLS. */
    static int tlsPort(Bench bench) throws Target.Missing {
        return bench.targets()
                .get(Target.TLS_PROVIDER)
                .orElseThrow(() -> new Target.Missing("there is no nginx to speak TLS for the mock"))
                .instances()
                .getFirst()
                .port();
    }

    private static Nginx nginx(Bench bench, Nginx.Setup setup) throws Target.Missing {
        return Nginx.start(bench.work(), setup, bench.cores()::onTarget);
    }

    /** What the caller's variant of this number is called. */
    static String variant(int number) {
        return "full, variant " + (number + 1);
    }

    /** Settings as they are, flags as the {@code java} command takes them from its environment. */
    static Map<String, String> environment(String variant) {
        Map<String, String> environment = new HashMap<>();
        for (String part : List.of(variant.split(" +", -1))) {
            int equals = part.indexOf('=');
            if (part.startsWith("-") || equals < 0) {
                environment.merge("JDK_JAVA_OPTIONS", part, (flags, flag) -> flags + " " + flag);
            } else {
                environment.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return environment;
    }

    private static GatewayRun.Setup rules(Bench bench, int rules) {
        return bench.setup().with(PolicyYaml.of(bench.mock().port(), rules));
    }

    private static GatewayRun.Setup limits(Bench bench, int limits) {
        return bench.setup().with(PolicyYaml.withLimits(bench.mock().port(), limits));
    }

    private static void full(Bench bench, String name, String description, GatewayRun.Setup setup) {
        bench.targets()
                .add(
                        name,
                        () -> Full.start(
                                name,
                                description,
                                setup,
                                bench.cores()::onTarget,
                                bench.options().instances()));
    }
}
