package dev.sluice.gateway.usage;

import dev.sluice.contract.usage.RecordFormat;
import dev.sluice.contract.usage.RecordOutput;
import dev.sluice.contract.usage.UsageMessage;
import dev.sluice.contract.usage.UsageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A usage record from the event loop to the batch for JetStream. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // filled by setUp
public class UsageBenchmark {
    private static final int BATCH = 200;

    private final UsageRecord record = Requests.served(7);
    private final UsageMessage.Writer message = new UsageMessage.Writer();
    private byte[] encoded;
    private Path directory;
    private UsageRing ring;
    private UsageWriter writer;
    private long acknowledged;

    @Setup
    public void setUp() throws IOException {
        directory = Files.createTempDirectory("usage-benchmark");
        ring = UsageRing.create(directory.resolve("bench.ring"), 24 << 20, Requests.INSTANCE);
        ring.reserve();
        writer = new UsageRecorder(ring, true).writer();
        RecordOutput out = new RecordOutput();
        RecordFormat.write(record, out);
        encoded = out.toByteArray();
    }

    @TearDown
    public void tearDown() throws IOException {
        ring.close();
        Files.delete(directory.resolve("bench.ring"));
        Files.delete(directory);
    }

    /** All that a request's event loop does: the two records are made, encoded and stored. */
    @Benchmark
    public void markAndRecord() {
        long seq = writer.nextSeq();
        UsageWriter.Flight flight = writer.start(Requests.marked(seq));
        writer.finish(flight, Requests.served(seq));
        if (seq % 1000 == 0) {
            acknowledged += ring.waitingBytes();
            ring.acknowledge(acknowledged, 1000);
        }
    }

    /** What the publisher's thread does for a record. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public byte[] publish() {
        for (int n = 0; n < BATCH; n++) {
            message.add(encoded);
        }
        return message.take(Requests.INSTANCE);
    }

    /** What the worker does for a record. */
    @Benchmark
    public UsageRecord read() throws IOException {
        return RecordFormat.read(encoded, Requests.INSTANCE);
    }
}
