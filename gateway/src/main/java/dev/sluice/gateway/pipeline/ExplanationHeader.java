package dev.sluice.gateway.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.contract.explain.Explanation;
import dev.sluice.contract.explain.Verdict;
import java.util.Comparator;
import java.util.List;

/** An explanation as the value of a header: compact JSON, ASCII alone, of bounded length. */
public final class ExplanationHeader {
    /** Servers and proxies on the way have room for 8 KiB of headers at least. */
    private static final int MAX_LENGTH = 6 << 10;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ExplanationHeader() {}

    /** What does not fit is left out, rules that let the request pass first. */
    public static String of(Explanation explanation) {
        String whole = write(explanation);
        if (whole.length() <= MAX_LENGTH) {
            return whole;
        }
        List<Explanation.Rule> rules = explanation.rules().stream()
                .sorted(Comparator.comparing(rule -> rule.decision() == Verdict.PASSED))
                .toList();
        for (int kept = Math.min(rules.size(), 64); kept > 0; kept--) {
            String cut = write(cut(explanation, rules.subList(0, kept)));
            if (cut.length() <= MAX_LENGTH) {
                return cut;
            }
        }
        return write(cut(explanation, List.of()));
    }

    private static Explanation cut(Explanation all, List<Explanation.Rule> rules) {
        List<Explanation.Target> targets = all.targets().stream()
                .limit(4)
                .map(target -> new Explanation.Target(
                        target.model(),
                        target.account(),
                        target.provider(),
                        target.chosen(),
                        target.skipped(),
                        target.reason(),
                        target.score(),
                        List.of()))
                .toList();
        return new Explanation(all.policyRevision(), all.principal(), all.model(), rules, targets, all.outcome(), true);
    }

    private static String write(Explanation explanation) {
        try {
            return JSON.writeValueAsString(explanation);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an explanation is made of plain values", e);
        }
    }
}
