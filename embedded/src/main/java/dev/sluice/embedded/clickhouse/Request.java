package dev.sluice.embedded.clickhouse;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** An HTTP request read the way ClickHouse reads it: a statement in the URL, in the body, or begun in one and ended in the other. */
final class Request {

    /** The body cannot be taken as it is. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Answer.Failure failure;

        Refused(Answer.Failure failure) {
            super(failure.text());
            this.failure = failure;
        }

        Answer.Failure failure() {
            return failure;
        }
    }

    /** After decompression. */
    private static final int BODY_LIMIT_BYTES = 32 << 20;

    /** What the URL may hold beside settings. */
    private static final Set<String> RESERVED = Set.of(
            "query",
            "query_id",
            "database",
            "default_format",
            "user",
            "password",
            "quota_key",
            "role",
            "session_id",
            "session_timeout",
            "session_check",
            "close_session",
            "compress",
            "decompress",
            "wait_end_of_query",
            "buffer_size",
            "stacktrace",
            "client_protocol_version");

    private static final String PARAM = "param_";

    private final HttpExchange exchange;
    private final Map<String, String> url;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
        this.url = decode(exchange.getRequestURI().getRawQuery());
    }

    private static Map<String, String> decode(@Nullable String query) {
        var values = new LinkedHashMap<String, String>();
        if (query != null) {
            for (var pair : query.split("&", -1)) {
                var equals = pair.indexOf('=');
                var name = equals < 0 ? pair : pair.substring(0, equals);
                var value = equals < 0 ? "" : pair.substring(equals + 1);
                if (!name.isEmpty()) {
                    values.put(
                            URLDecoder.decode(name, StandardCharsets.UTF_8),
                            URLDecoder.decode(value, StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }

    Map<String, String> url() {
        return url;
    }

    String queryId() {
        var given = first("query_id", "X-ClickHouse-Query-Id");
        return given == null ? UUID.randomUUID().toString() : given;
    }

    Statement statement() throws IOException {
        var database = first("database", "X-ClickHouse-Database");
        var format = first("default_format", "X-ClickHouse-Format");
        var settings = new LinkedHashMap<String, String>();
        var params = new LinkedHashMap<String, String>();
        url.forEach((name, value) -> {
            if (name.startsWith(PARAM)) {
                params.put(name.substring(PARAM.length()), value);
            } else if (!RESERVED.contains(name)) {
                settings.put(name, value);
            }
        });
        return new Statement(
                sql(),
                format == null ? "TabSeparated" : format,
                database == null || database.isEmpty() ? "default" : database,
                settings,
                params,
                exchange.getRequestMethod().equals("GET"));
    }

    private @Nullable String first(String parameter, String header) {
        var value = url.get(parameter);
        return value == null ? exchange.getRequestHeaders().getFirst(header) : value;
    }

    private ByteBuffer sql() throws IOException {
        if ("1".equals(url.get("decompress"))) {
            throw new Refused(Answer.Failure.of(
                    48, "Compressed blocks are not understood here: use compress=false", "NOT_IMPLEMENTED"));
        }
        var out = new ByteArrayOutputStream();
        var query = url.get("query");
        if (query != null && !query.isEmpty()) {
            out.write(query.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
        try (var body = body()) {
            var buffer = new byte[1 << 16];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                out.write(buffer, 0, read);
                if (out.size() > BODY_LIMIT_BYTES) {
                    throw new Refused(Answer.Failure.of(
                            307, "The request is larger than " + BODY_LIMIT_BYTES + " bytes", "TOO_MANY_BYTES"));
                }
            }
        }
        return ByteBuffer.wrap(out.toByteArray());
    }

    private InputStream body() throws IOException {
        var encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        return switch (encoding == null ? "identity" : encoding) {
            case "identity" -> exchange.getRequestBody();
            case "gzip" -> new GZIPInputStream(exchange.getRequestBody());
            case "deflate" -> new InflaterInputStream(exchange.getRequestBody());
            default ->
                throw new Refused(Answer.Failure.of(
                        48, "Content-Encoding " + encoding + " is not understood here: use gzip", "NOT_IMPLEMENTED"));
        };
    }
}
