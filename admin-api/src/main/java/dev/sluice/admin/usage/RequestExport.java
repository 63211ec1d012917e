package dev.sluice.admin.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.admin.access.Caller;
import jakarta.inject.Singleton;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The request log as a file, page by page, so that its size costs no memory. */
@Singleton
public final class RequestExport {
    private static final int PAGE = 500;
    private static final int MAX_PAGES = 2_000;
    private static final List<String> HEADER = List.of(
            "time",
            "id",
            "model",
            "provider",
            "account",
            "team",
            "user",
            "serviceAccount",
            "key",
            "stream",
            "status",
            "outcome",
            "errorClass",
            "input",
            "cachedInput",
            "cacheWrite",
            "output",
            "reasoning",
            "audioInput",
            "audioOutput",
            "costUsd",
            "latencyMs",
            "firstTokenMs",
            "attempts",
            "cache",
            "sessionId");

    private final RequestLog log;
    private final ObjectMapper json;

    RequestExport(RequestLog log, ObjectMapper json) {
        this.log = log;
        this.json = json;
    }

    void write(
            Caller caller,
            TimeRange range,
            UsageQuery.Filters filters,
            boolean csv,
            RequestLog.Page first,
            OutputStream out)
            throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        if (csv) {
            writer.write(String.join(",", HEADER));
            writer.write("\r\n");
        }
        RequestLog.Page page = first;
        for (int i = 0; i < MAX_PAGES; i++) {
            for (RequestLog.Item item : page.items()) {
                writer.write(
                        csv
                                ? line(item)
                                : json.writer()
                                        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                                        .writeValueAsString(item));
                writer.write(csv ? "\r\n" : "\n");
            }
            writer.flush();
            if (page.next() == null) {
                return;
            }
            page = log.list(caller, range, filters, PAGE, page.next());
        }
    }

    private static String line(RequestLog.Item r) {
        return java.util.stream.Stream.<@Nullable Object>of(
                        r.time(),
                        r.id(),
                        r.model(),
                        r.provider(),
                        r.account(),
                        r.team(),
                        r.user(),
                        r.serviceAccount(),
                        r.key(),
                        r.stream(),
                        r.status(),
                        r.outcome(),
                        r.errorClass(),
                        r.tokens().input(),
                        r.tokens().cachedInput(),
                        r.tokens().cacheWrite(),
                        r.tokens().output(),
                        r.tokens().reasoning(),
                        r.tokens().audioInput(),
                        r.tokens().audioOutput(),
                        r.costUsd(),
                        r.latencyMs(),
                        r.firstTokenMs(),
                        r.attempts(),
                        r.cache(),
                        r.sessionId())
                .map(value -> cell(value == null ? "" : String.valueOf(value)))
                .collect(Collectors.joining(","));
    }

    /** Spreadsheets run what begins like a formula. */
    static String cell(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
