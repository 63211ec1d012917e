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
    private static final String ENGLISH = "The quick brown fox said \\\"hello\\\",\\n and jumped over the lazy dog. ";
    private static final String CHINESE = "敏捷的棕色狐狸说：“你好”，然后跳过了懒狗。";

    @Param({"1000", "100000", "400000"})
    public int bytes;

    @Param({"english", "chinese"})
    public String language = "";

    private byte[] body = new byte[0];

    /** A conversation of messages of about 2 kB, as prompts of that size are. */
    @Setup
    public void write() {
        boolean english = language.equals("english");
        String text = english ? ENGLISH : CHINESE;
        int chars = english ? bytes : bytes / 3;
        StringBuilder json = new StringBuilder("{\"model\":\"openai/gpt-4o-mini\",\"stream\":true,\"temperature\":0.7,")
                .append("\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"}");
        while (json.length() < chars - 100) {
            json.append(",{\"role\":\"user\",\"content\":\"");
            int end = Math.min(json.length() + 2000, chars - 60);
            do {
                json.append(text);
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
