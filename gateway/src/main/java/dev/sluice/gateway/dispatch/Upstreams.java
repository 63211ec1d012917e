package dev.sluice.gateway.dispatch;

/**
 * What the requests of one event loop share to reach providers.
 *
 * @param refused what providers have turned out not to take
 * @param watch is told how attempts go
 */
public record Upstreams(UpstreamClients clients, Deadlines deadlines, RefusedParameters refused, AttemptWatch watch) {}
