package dev.sluice.contract.usage;

/**
 * What a rule did to a request, where it did more than let it pass.
 *
 * @param kind as in manifests: {@code RateLimit} or {@code Budget}
 * @param decision {@code refused}, {@code wouldRefuse} or {@code rerouted}
 */
public record RuleDecision(String kind, String name, String decision) {
    /** The rule refused the request. */
    public static final String REFUSED = "refused";

    /** The rule is in audit mode: it would have refused the request. */
    public static final String WOULD_REFUSE = "wouldRefuse";

    /** The budget had nothing left and sent the request to another model. */
    public static final String REROUTED = "rerouted";

    /** As many as a record keeps. */
    public static final int MOST = 8;
}
