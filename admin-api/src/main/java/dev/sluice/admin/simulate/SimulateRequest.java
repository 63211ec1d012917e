package dev.sluice.admin.simulate;

import dev.sluice.admin.problem.JsonBody;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.bus.SimulationRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that nobody sends. Exactly one of {@code key}, {@code user} and {@code serviceAccount} is given, by its name.
 *
 * @param metadata as the header {@code x-sluice-metadata} would have it
 * @param address of the client, for keys that are bound to some and for rules that count by it
 * @param headers that conditions and stickiness of virtual models look at
 */
public record SimulateRequest(
        @Nullable String key,
        @Nullable String user,
        @Nullable String serviceAccount,
        @Nullable String model,
        @Nullable Map<String, String> metadata,
        @Nullable String address,
        @Nullable Long inputTokens,
        @Nullable Long maxOutputTokens,
        @Nullable Boolean stream,
        @Nullable Map<String, String> headers) {
    private static final int MAX_TEXT = 256;
    private static final int MAX_ENTRIES = 20;
    private static final long MAX_TOKENS = 1_000_000_000;

    /** @throws Refusal naming the field that cannot be used */
    SimulationRequest checked() {
        List<String> callers = Stream.of(key, user, serviceAccount)
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
        if (callers.size() != 1) {
            throw Refusal.field(
                    "key",
                    callers.isEmpty()
                            ? "is missing: name a key, a user or a serviceAccount"
                            : "is one too many: name one of key, user and serviceAccount");
        }
        text(callers.getFirst(), key != null ? "key" : user != null ? "user" : "serviceAccount");
        return new SimulationRequest(
                key,
                user,
                serviceAccount,
                text(JsonBody.required(model, "model"), "model"),
                checked(metadata, "metadata"),
                checkedAddress(),
                tokens(inputTokens, "inputTokens"),
                tokens(maxOutputTokens, "maxOutputTokens"),
                Boolean.TRUE.equals(stream),
                checked(headers, "headers"));
    }

    private static String text(String text, String field) {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            throw Refusal.field(field, "must have 1 to " + MAX_TEXT + " characters");
        }
        return text;
    }

    private static Map<String, String> checked(@Nullable Map<String, String> entries, String field) {
        Map<String, String> given = entries == null ? Map.of() : entries;
        if (given.size() > MAX_ENTRIES) {
            throw Refusal.field(field, "has " + given.size() + " keys: at most " + MAX_ENTRIES + " are allowed");
        }
        given.forEach((name, value) -> {
            if (value == null || value.length() > MAX_TEXT) {
                throw Refusal.field(field + "." + name, "must be a string of at most " + MAX_TEXT + " characters");
            }
        });
        return given;
    }

    private String checkedAddress() {
        if (address == null || address.isEmpty()) {
            return "";
        }
        try {
            return InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException e) {
            throw Refusal.field("address", "is not an address: write 192.0.2.7 or 2001:db8::7");
        }
    }

    private static long tokens(@Nullable Long count, String field) {
        if (count == null) {
            return 0;
        }
        if (count < 0 || count > MAX_TOKENS) {
            throw Refusal.field(field, "must be 0 to " + MAX_TOKENS);
        }
        return count;
    }
}
