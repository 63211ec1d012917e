package dev.sluice.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {
    @Test
    void shedsWhatDoesNotFitAndTakesAllBackAfterwards() throws Exception {
        Vertx vertx = Vertx.vertx();
        BodyBudget budget = new BodyBudget(100_000);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> BodyReader.read(request, 1 << 20, budget)
                        .onSuccess(body -> request.response().end(budget.used() + " " + body.length))
                        .onFailure(e -> request.response().setStatusCode(503).end(String.valueOf(e.getMessage()))));
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try {
            assertThat(send(client, port, 60_000).body()).isEqualTo("60000 60000");
            assertThat(send(client, port, 200_000).statusCode()).isEqualTo(503);
            assertThat(send(client, port, 90_000).body()).isEqualTo("90000 90000");
            for (int n = 0; n < 200 && budget.used() > 0; n++) {
                Thread.sleep(5);
            }
            assertThat(budget.used()).isZero();
        } finally {
            vertx.close();
        }
    }

    private static HttpResponse<String> send(HttpClient client, int port, int bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
