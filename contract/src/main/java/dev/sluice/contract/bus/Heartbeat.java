package dev.sluice.contract.bus;

/** The head of policy, as the control plane says it. */
public record Heartbeat(long epoch, long revision, String digest) {}
