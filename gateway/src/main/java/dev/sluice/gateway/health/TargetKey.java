package dev.sluice.gateway.health;

/**
 * What health is known of.
 *
 * @param model policy's name of it; empty: all of the account, as far as the credential is concerned
 * @param credential empty where the account has none
 */
public record TargetKey(String model, String account, String credential) {}
