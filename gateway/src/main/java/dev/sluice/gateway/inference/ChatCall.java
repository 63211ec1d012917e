package dev.sluice.gateway.inference;

/** A chat request as the client sent it: the bytes are relayed, the fields are what decisions need. */
public record ChatCall(byte[] body, ChatFields fields, ClientDialect dialect) {}
