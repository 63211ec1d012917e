package dev.sluice.bench.scenario;

import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.target.Target;
import java.util.List;

/** All scenarios, in the order in which they run. */
public final class Scenarios {
    public static final String JSON_MAX = "json-max";
    public static final String JSON_1000 = "json-1000";
    public static final String SSE_BURST = "sse-burst";

    private static final List<String> ALL =
            List.of(Target.DIRECT, Target.NGINX, Target.PORTKEY, Target.PASS_THROUGH, Target.FULL);

    private Scenarios() {}

    public static List<Scenario> all() {
        return List.of(
                new Compared(JSON_MAX, Traffic.closed(Behaviour.JSON, 64), ALL),
                new Compared(JSON_1000, Traffic.rate(Behaviour.JSON, 1000, 64), ALL),
                new Compared(SSE_BURST, Traffic.closed(Behaviour.stream(50), 32), ALL));
    }

    /** Those that were asked for. */
    public static List<Scenario> chosen(Options options) {
        return all().stream()
                .filter(s ->
                        options.scenarios().isEmpty() || options.scenarios().contains(s.name()))
                .toList();
    }
}
