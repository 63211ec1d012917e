package dev.sluice.gateway.pipeline;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code x-sluice-*} request headers ask for.
 *
 * @param model replaces the body's
 * @param clientRequestId the client's own id, kept beside ours
 * @param timeoutMillis that it may take in all; 0: it does not say
 * @param explain whether the answer is to say why it was decided so
 */
public record RequestOptions(
        @Nullable String model,
        String clientRequestId,
        String sessionId,
        Map<String, String> metadata,
        long timeoutMillis,
        boolean explain) {}
