package dev.sluice.contract.limit.gossip;

import dev.sluice.contract.limit.SegmentId;

/** Which counter, as gateways call it. */
record CounterRef(SegmentId segment, String key) {}
