package dev.sluice.gateway.inference;

import io.vertx.core.buffer.Buffer;

/**
 * A chat call as it goes to a provider: the client's own bytes, and what was found in them.
 *
 * @param body as the client sent it, decompressed
 */
public record ChatCall(Buffer body, ChatFields fields) {}
