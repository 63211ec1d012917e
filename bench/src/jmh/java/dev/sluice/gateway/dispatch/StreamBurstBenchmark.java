package dev.sluice.gateway.dispatch;

import dev.sluice.gateway.provider.StreamReader;
import dev.sluice.gateway.provider.openai.OpenAiStreamReader;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the relay does with a burst of events that came in one read, per event: cut, judge, put together for one write. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StreamBurstBenchmark {
    private static final int EVENTS = 50;

    private final Buffer burst = burst();

    private static Buffer burst() {
        StringBuilder events = new StringBuilder();
        for (int n = 0; n < EVENTS; n++) {
            events.append("data: {\"id\":\"chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012\",\"object\":\"chat.completion.chunk\",")
                    .append("\"created\":1765432100,\"model\":\"gpt-4o-mini-2024-07-18\",\"system_fingerprint\":\"fp_0123456789\",")
                    .append("\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token")
                    .append(n % 7)
                    .append("\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
        }
        return Buffer.buffer(events.toString());
    }

    /** As {@link StreamRelay}, without its connections. */
    private static final class Relay implements StreamFrames.Handler {
        private final StreamReader reader = new OpenAiStreamReader(true);
        private final RepeatedEvent repeated = new RepeatedEvent(reader);
        private final EventFrames frames = new EventFrames();
        private final Pieces ready = new Pieces();

        @Override
        public int known(byte[] bytes, int start, int limit) {
            int end = repeated.match(bytes, start, limit);
            if (end > 0) {
                ready.add(bytes, start, end);
            }
            return end;
        }

        @Override
        public void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
            if (reader.event(data, dataStart, dataEnd) == StreamReader.Verdict.CONTENT) {
                repeated.learn(bytes, start, end);
            }
            ready.add(bytes, start, end);
        }
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public Buffer relay() {
        Relay relay = new Relay();
        relay.frames.feed(burst, relay);
        return relay.ready.take();
    }
}
