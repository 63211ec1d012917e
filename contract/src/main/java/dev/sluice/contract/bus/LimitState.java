package dev.sluice.contract.bus;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * What one gateway has counted for a rule. What all have is the sum over gateways, and for each gateway that is gone the most
 * that anybody says of it.
 *
 * @param truncated whether only the segments with the most are told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LimitState(String instance, List<Segment> segments, boolean truncated) {

    /**
     * One limit of one segment. Amounts are counts, tokens or nano-dollars.
     *
     * @param subject whose override it is; empty for what the rule says for all; {@code *} for what was counted together
     *     because there was too much to count
     * @param key values by dimension
     * @param window or period, as in manifests; empty for what is in flight
     * @param used by this gateway
     * @param reserved by this gateway
     * @param resetsAtMillis since the epoch: when nothing that this gateway has used counts any more; 0: never, or nothing is
     * @param gone by instance, what others count for, as far as this one knows: of use where they do not answer themselves
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Segment(
            String subject,
            Map<String, String> key,
            String unit,
            String window,
            long limit,
            long used,
            long reserved,
            long resetsAtMillis,
            Map<String, Long> gone) {}
}
