package dev.sluice.bench.targets;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One running target: where it listens, and which processes are charged for it. */
public final class Instance {
    private final String target;
    private final int number;
    private final int port;
    private final List<Long> pids;
    private final Map<String, String> headers;
    private final Set<String> warmFor = new HashSet<>();
    private String lastMix = "";

    /**
     * @param pids none: nothing is charged
     * @param headers that requests to it must carry
     */
    public Instance(String target, int number, int port, List<Long> pids, Map<String, String> headers) {
        this.target = target;
        this.number = number;
        this.port = port;
        this.pids = List.copyOf(pids);
        this.headers = Map.copyOf(headers);
    }

    public String target() {
        return target;
    }

    public int number() {
        return number;
    }

    public int port() {
        return port;
    }

    public List<Long> pids() {
        return pids;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Whether the instance has never been warmed for this kind of traffic. */
    public boolean isColdFor(String mix) {
        return !warmFor.contains(mix);
    }

    /** Whether it has never had any traffic. */
    public boolean isNew() {
        return warmFor.isEmpty();
    }

    /** Whether its last traffic was of another kind. */
    public boolean isChange(String mix) {
        return !lastMix.equals(mix);
    }

    public void warmed(String mix) {
        warmFor.add(mix);
        lastMix = mix;
    }
}
