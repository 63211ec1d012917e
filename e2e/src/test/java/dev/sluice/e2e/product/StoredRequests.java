package dev.sluice.e2e.product;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** {@code GET /requests}, page by page. */
public final class StoredRequests {
    private final AdminApi admin;
    private final Instant from;

    /** @param from the earliest time of interest */
    public StoredRequests(AdminApi admin, Instant from) {
        this.admin = admin;
        this.from = from;
    }

    public List<JsonNode> all() {
        List<JsonNode> items = new ArrayList<>();
        String after = "";
        do {
            AdminApi.Reply reply = admin.get("/requests?limit=500&from=" + from
                    + (after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8)));
            if (reply.status() != 200) {
                throw new AssertionError("GET /requests: " + reply);
            }
            reply.body().path("items").forEach(items::add);
            after = reply.body().path("next").asText("");
            after = after.equals("null") ? "" : after;
        } while (!after.isEmpty());
        return items;
    }

    /** Waits until at least so many are there, then a moment longer, so that too many would be seen. */
    public List<JsonNode> await(int count, Duration limit) {
        Waiting.until(limit, count + " stored requests", () -> all().size() >= count);
        return all();
    }
}
