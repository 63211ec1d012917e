package dev.sluice.gateway.inference;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading what decisions need of a chat request, whose structure is checked to its last byte. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RequestScannerBenchmark {
    private static final String TEXT = "The quick brown fox said \\\"hello\\\",\\n and jumped over the lazy dog. ";

    @Param({"1000", "100000", "400000"})
    public int bytes;

    private byte[] body = new byte[0];

    /** A conversation of messages of about 2 kB, as prompts of that size are. */
    @Setup
    public void write() {
        StringBuilder json = new StringBuilder("{\"model\":\"openai/gpt-4o-mini\",\"stream\":true,\"temperature\":0.7,")
                .append("\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"}");
        while (json.length() < bytes - 100) {
            json.append(",{\"role\":\"user\",\"content\":\"");
            int end = Math.min(json.length() + 2000, bytes - 60);
            do {
                json.append(TEXT);
            } while (json.length() < end);
            json.append("\"}");
        }
        body = json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public RequestFields scan() {
        return RequestScanner.scan(body, Payload.MESSAGES, false);
    }
}
