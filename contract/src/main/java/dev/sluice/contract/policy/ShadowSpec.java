package dev.sluice.contract.policy;

/**
 * A Model that a share of the requests goes to as well, with an answer that nobody gets, as {@code {model: local/llama,
 * percent: 1}}.
 *
 * @param model a Model's name
 * @param percent of the requests: above 0, at most 100
 */
public record ShadowSpec(String model, Double percent) {
    public ShadowSpec {
        model = Check.modelName(model, "model");
        if (model.indexOf('*') >= 0) {
            throw new InvalidField("model", "'" + Check.shorten(model) + "' is a wildcard: name one model");
        }
        Check.required(percent, "percent", "give the share of requests, as 1 or 0.5");
        if (!(percent > 0 && percent <= 100)) {
            throw new InvalidField("percent", percent + " is out of range: use more than 0 and at most 100");
        }
    }

    /** Above 0, at most 1. */
    double share() {
        return percent / 100;
    }
}
