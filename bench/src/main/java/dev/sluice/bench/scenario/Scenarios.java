package dev.sluice.bench.scenario;

import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.report.Names;
import dev.sluice.bench.targets.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All scenarios, in the order in which they run. */
public final class Scenarios {
    private static final List<String> ALL =
            List.of(Target.DIRECT, Target.NGINX, Target.PORTKEY, Target.PASS_THROUGH, Target.FULL);

    /** Portkey cannot follow here. */
    private static final List<String> FAST = List.of(Target.DIRECT, Target.NGINX, Target.PASS_THROUGH, Target.FULL);

    private static final Set<String> QUICK = Set.of(
            Names.CAPACITY,
            Names.JSON_MAX,
            Names.JSON_1000,
            Names.SSE_BURST,
            Names.SSE_RATE,
            Names.TRANSLATION,
            Names.MEMORY);
    /** Behind no gate: there is time for them only when somebody asks. */
    private static final Set<String> BY_NAME =
            Set.of(Names.PROMPT_100K_MAX, Names.PROMPT_400K_MAX, Names.PROVIDER_TLS_EVENTS);

    private static final List<String> PROMPTS = List.of(Target.DIRECT, Target.NGINX, Target.FULL);
    private static final List<String> LIMITS = List.of(Names.LIMITS_FEW, Names.LIMITS_MANY);
    private static final List<String> RULES = List.of(Names.RULES_1, Names.RULES_100);
    private static final List<String> LOOPS = List.of(Names.ONE_LOOP, Names.TWO_LOOPS);

    private static final List<String> OVER_TLS = List.of(Target.NGINX_TLS, Target.FULL_TLS);

    private static final List<String> TO_TLS = List.of(Target.NGINX_TO_TLS, Target.FULL_TO_TLS);

    /** 50 streams at once, 50 events a second each: as one ends, after 50 events, the next begins. */
    private static final Traffic PACED = Traffic.closed(Behaviour.stream(50).everyMillis(20), 50);

    /** As many at once that last 0.4 s: a round sees several of each connection, of which the first begins with a handshake. */
    private static final Traffic SHORT = Traffic.closed(Behaviour.stream(20).everyMillis(20), 50);

    private Scenarios() {}

    public static List<Scenario> all() {
        return List.of(
                new Capacity(),
                new Compared(Names.JSON_MAX, Traffic.closed(Behaviour.JSON, 64), ALL),
                new Compared(Names.JSON_250, Traffic.rate(Behaviour.JSON, 250, 64), FAST),
                new Compared(Names.JSON_1000, Traffic.rate(Behaviour.JSON, 1000, 64), ALL),
                new Compared(Names.JSON_3000, Traffic.rate(Behaviour.JSON, 3000, 64), FAST),
                new NatsStopped(),
                new Flood(),
                new Compared(Names.SSE_BURST, Traffic.closed(Behaviour.stream(50), 32), ALL),
                new Compared(Names.SSE_RATE, Traffic.rate(Behaviour.stream(50), 100, 64), ALL),
                new Compared(
                        Names.SSE_SEPARATE, Traffic.closed(Behaviour.stream(50).separately(), 32), FAST),
                new Compared(Names.SSE_PACED, PACED.withStamps(), FAST),
                new Translated(),
                new Disconnect(),
                new SlowReader(),
                new Hung(),
                new Compared(Names.PROMPT_100K, prompt(100_000, 50), PROMPTS),
                new Compared(Names.PROMPT_100K_MAX, prompt(100_000, 0), PROMPTS),
                new Compared(Names.PROMPT_400K, prompt(400_000, 50), PROMPTS),
                new Compared(Names.PROMPT_400K_MAX, prompt(400_000, 0), PROMPTS),
                new Hold(),
                new Memory(),
                new Variants(new Compared(Names.LIMITS, Traffic.closed(Behaviour.JSON, 64), LIMITS)),
                new Variants(new Compared(Names.RULES, Traffic.closed(Behaviour.JSON, 64), RULES)),
                new Variants(new Compared(Names.LOOPS, Traffic.closed(Behaviour.JSON, 64), LOOPS)),
                new Variants(new Compared(
                        Names.TLS, Traffic.closed(Behaviour.JSON, 32).overTls(), OVER_TLS)),
                new Variants(new Compared(Names.PROVIDER_TLS, Traffic.closed(Behaviour.JSON, 64), TO_TLS)),
                new Variants(new Compared(Names.PROVIDER_TLS_EVENTS, SHORT, TO_TLS)),
                new Stalls(),
                new ColdStart(),
                new Flames());
    }

    private static Traffic prompt(int bytes, int perSecond) {
        return Traffic.rate(Behaviour.JSON, perSecond, 8).withPrompt(bytes);
    }

    /** Those that were asked for. */
    public static List<Scenario> chosen(Options options) {
        if (!options.variants().isEmpty()) {
            return List.of(variants(options));
        }
        return all().stream()
                .filter(scenario -> isChosen(scenario.name(), options))
                .toList();
    }

    /** What the caller changed, beside the gateway as it is and what it is compared with. */
    private static Scenario variants(Options options) {
        Stream<String> variants = IntStream.range(0, options.variants().size()).mapToObj(KnownTargets::variant);
        List<String> targets = Stream.concat(Stream.of(Target.NGINX, Target.PASS_THROUGH, Target.FULL), variants)
                .toList();
        return new Compared(Names.VARIANTS, Traffic.closed(Behaviour.JSON, 64), targets);
    }

    private static boolean isChosen(String name, Options options) {
        if (name.equals(Names.FLAMES)) {
            return options.flame();
        }
        if (!options.scenarios().isEmpty()) {
            return options.scenarios().contains(name);
        }
        return options.quick() ? QUICK.contains(name) : !BY_NAME.contains(name);
    }
}
