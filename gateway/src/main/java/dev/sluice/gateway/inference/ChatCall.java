package dev.sluice.gateway.inference;

/**
 * A chat call as it goes to a provider: the client's own bytes, and what was found in them.
 *
 * @param body as the client sent it, decompressed; not to be changed
 */
public record ChatCall(byte[] body, ChatFields fields) {}
