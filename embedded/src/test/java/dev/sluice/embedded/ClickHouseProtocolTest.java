package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP protocol as clients other than the JDBC driver use it. */
class ClickHouseProtocolTest {

    @Test
    void answersAPingAndAQueryInTheUrl() throws Exception {
        assertThat(get("/ping").body()).isEqualTo("Ok.\n");
        assertThat(get("/?query=" + encoded("SELECT 1+1")).body()).isEqualTo("2\n");
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void bindsParametersAsTheServerDoes() throws Exception {
        var response = post("/?param_n=41&param_s=" + encoded("a\\tb'c"), "SELECT {n:UInt8} + 1, length({s:String})");
        assertThat(response.body()).isEqualTo("42\t5\n");
    }

    @Test
    void insertsTheBodyInTheFormatTheUrlNames() throws Exception {
        post("/", "CREATE TABLE bodies (a UInt32, b String) ENGINE MergeTree ORDER BY a");
        var json = post(
                "/?query=" + encoded("INSERT INTO bodies FORMAT JSONEachRow"),
                "{\"a\":1,\"b\":\"x;\\n\\ny\"}\n{\"a\":2,\"b\":\"z\"}\n");
        assertThat(json.statusCode()).as(json.body()).isEqualTo(200);
        assertThat(json.headers().firstValue("X-ClickHouse-Summary").orElseThrow())
                .contains("\"written_rows\":\"2\"");

        // 10 and 0 are a line end and a NUL to anyone who takes it for text.
        var binary = new byte[] {10, 0, 0, 0, 2, 10, 0, ';', 0, 0, 0, 1, ' '};
        var row = post("/?query=" + encoded("INSERT INTO bodies (a, b) FORMAT RowBinary"), binary, "identity");
        assertThat(row.statusCode()).as(row.body()).isEqualTo(200);

        assertThat(post("/", "SELECT a, hex(b) FROM bodies WHERE a IN (2, 10, 59) ORDER BY a")
                        .body())
                .isEqualTo("2\t7A\n10\t0A00\n59\t20\n");
    }

    @Test
    void insertsDataThatFollowsTheStatementInAGzippedBody() throws Exception {
        post("/", "CREATE TABLE zipped (a UInt32) ENGINE MergeTree ORDER BY a");
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write("INSERT INTO zipped FORMAT CSV\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(post("/", zipped.toByteArray(), "gzip").statusCode()).isEqualTo(200);
        assertThat(post("/", "SELECT sum(a) FROM zipped").body()).isEqualTo("6\n");
    }

    @Test
    void honoursADeduplicationTokenInTheUrl() throws Exception {
        post(
                "/",
                "CREATE TABLE tokens (a UInt32) ENGINE MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 100");
        for (int i = 0; i < 2; i++) {
            var insert =
                    post("/?insert_deduplication_token=t1&query=" + encoded("INSERT INTO tokens FORMAT CSV"), i + "\n");
            assertThat(insert.statusCode()).as(insert.body()).isEqualTo(200);
        }
        assertThat(post("/", "SELECT count() FROM tokens").body()).isEqualTo("1\n");
    }

    @Test
    void forgetsSettingsBetweenRequests() throws Exception {
        assertThat(post("/?max_block_size=123&wait_end_of_query=1", "SELECT getSetting('max_block_size')")
                        .body())
                .isEqualTo("123\n");
        post("/", "SET max_block_size = 77");
        assertThat(post("/", "SELECT getSetting('max_block_size')").body()).isEqualTo("65409\n");
    }

    @Test
    void reportsErrorsByStatusHeaderAndText() throws Exception {
        var unknown = post("/", "SELECT * FROM nothing_here");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("X-ClickHouse-Exception-Code")).contains("60");
        assertThat(unknown.body()).startsWith("Code: 60. DB::Exception: ").contains("UNKNOWN_TABLE");

        assertThat(post("/", "SELECT throwIf(1)").statusCode()).isEqualTo(500);
        assertThat(post("/?no_such_setting=1", "SELECT 1").headers().firstValue("X-ClickHouse-Exception-Code"))
                .contains("115");
        var setting = post("/?" + encoded("a` = 1, max_threads") + "=1", "SELECT 1");
        assertThat(setting.statusCode()).isEqualTo(404);
    }

    @Test
    void writesTheResultInTheFormatAskedFor() throws Exception {
        var response = post("/?default_format=JSONEachRow&query_id=q-1", "SELECT 1 AS n");
        assertThat(response.body()).isEqualTo("{\"n\":1}\n");
        assertThat(response.headers().firstValue("X-ClickHouse-Format")).contains("JSONEachRow");
        assertThat(response.headers().firstValue("X-ClickHouse-Query-Id")).contains("q-1");

        var named = post("/?default_format=JSONEachRow", "SELECT 'FORMAT CSV' AS n FORMAT TabSeparated");
        assertThat(named.body()).isEqualTo("FORMAT CSV\n");
        assertThat(named.headers().firstValue("X-ClickHouse-Format")).contains("TabSeparated");
    }

    @Test
    void refusesToChangeDataByGet() throws Exception {
        post("/", "CREATE TABLE readable (a UInt32) ENGINE MergeTree ORDER BY a");
        var response = get("/?query=" + encoded("DROP TABLE readable"));
        assertThat(response.headers().firstValue("X-ClickHouse-Exception-Code")).contains("164");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        var response = post("/", new byte[(32 << 20) + 1], "identity");
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(get("/ping").statusCode()).isEqualTo(200);
    }

    @Test
    void wantsThePasswordIfOneIsSet(@TempDir Path dir) throws Exception {
        try (var server = EmbeddedClickHouse.start(Settings.in(dir).withPassword("s3cret"));
                var client = HttpClient.newHttpClient()) {
            var query = "http://127.0.0.1:" + server.port() + "/?query=" + encoded("SELECT 1");
            var without = HttpRequest.newBuilder(URI.create(query)).build();
            var header = HttpRequest.newBuilder(URI.create(query))
                    .header("X-ClickHouse-Key", "s3cret")
                    .build();
            var parameter = HttpRequest.newBuilder(URI.create(query + "&user=default&password=s3cret"))
                    .build();
            var basic = HttpRequest.newBuilder(URI.create(query))
                    .header("Authorization", "Basic ZGVmYXVsdDpzM2NyZXQ=")
                    .build();

            var refused = client.send(without, HttpResponse.BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("X-ClickHouse-Exception-Code"))
                    .contains("516");
            for (var request : new HttpRequest[] {header, parameter, basic}) {
                assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .isEqualTo("1\n");
            }
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, body.getBytes(StandardCharsets.UTF_8), "identity");
    }

    private static HttpResponse<String> post(String path, byte[] body, String encoding) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + SharedServers.clickhouse().port() + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
