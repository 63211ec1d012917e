package dev.sluice.bench.scenario;

import dev.sluice.bench.load.LoadPlan;
import dev.sluice.bench.load.Requests;
import dev.sluice.bench.mock.Behaviour;
import dev.sluice.bench.targets.Instance;
import java.util.Map;

/**
 * One kind of load that every target gets.
 *
 * @param promptBytes 0: a short chat
 * @param connections most in use at once
 * @param ratePerSecond 0: closed loop
 * @param stamps whether latency per event is wanted
 * @param tls in a closed loop only
 * @param messages in the words of Anthropic's Messages
 */
record Traffic(
        Behaviour behaviour,
        int promptBytes,
        int connections,
        int ratePerSecond,
        boolean stamps,
        boolean tls,
        boolean messages) {
    private static final int AFTER_CONTENT = 2;

    static Traffic closed(Behaviour behaviour, int connections) {
        return rate(behaviour, 0, connections);
    }

    static Traffic rate(Behaviour behaviour, int perSecond, int connections) {
        return new Traffic(behaviour, 0, connections, perSecond, false, false, false);
    }

    Traffic withStamps() {
        return new Traffic(behaviour, promptBytes, connections, ratePerSecond, true, tls, messages);
    }

    Traffic overTls() {
        return new Traffic(behaviour, promptBytes, connections, ratePerSecond, stamps, true, messages);
    }

    Traffic withPrompt(int bytes) {
        return new Traffic(behaviour, bytes, connections, ratePerSecond, stamps, tls, messages);
    }

    Traffic ofMessages() {
        return new Traffic(behaviour, promptBytes, connections, ratePerSecond, stamps, tls, true);
    }

    /** Events of an answer: content, finish and usage; 0 for an answer in one piece. */
    int events() {
        return behaviour.isStream() ? behaviour.chunks() + AFTER_CONTENT : 0;
    }

    /** What a machine is warm for: the same code runs. */
    String mix() {
        return (behaviour.isStream() ? "sse" : "json")
                + (behaviour.separate() ? "-separate" : "")
                + promptBytes
                + (messages ? "-messages" : "")
                + (tls ? "-tls" : "");
    }

    byte[] request(Map<String, String> headers) {
        if (messages) {
            return Requests.messages(behaviour, headers);
        }
        return promptBytes == 0 ? Requests.chat(behaviour, headers) : Requests.prompt(behaviour, promptBytes, headers);
    }

    LoadPlan plan(Instance instance, Options options) {
        byte[] request = request(instance.headers());
        LoadPlan plan = ratePerSecond == 0
                ? LoadPlan.closed(instance.port(), request, connections, options.round(), options.discard())
                : LoadPlan.rate(
                        instance.port(), request, connections, ratePerSecond, options.round(), options.discard());
        LoadPlan stamped = stamps ? plan.withStamps() : plan;
        return tls ? stamped.overTls() : stamped;
    }

    /** To warm up with: the same, as fast as it goes and without pauses. */
    byte[] warmUpRequest(Map<String, String> headers) {
        Behaviour quick = new Behaviour(0, behaviour.chunks(), 0, behaviour.separate(), 200, -1);
        return new Traffic(quick, promptBytes, connections, 0, false, tls, messages).request(headers);
    }
}
