package dev.sluice.gateway.inference;

/** A chat, in the client's dialect. */
public record ChatCall(byte[] body, RequestFields fields, ClientDialect dialect) implements Call {}
