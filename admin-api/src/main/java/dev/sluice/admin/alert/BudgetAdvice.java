package dev.sluice.admin.alert;

import dev.sluice.admin.gateway.LimitStanding;
import dev.sluice.admin.gateway.LimitStates;
import dev.sluice.admin.policy.Draft;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.AlertChannelSpec;
import dev.sluice.contract.policy.LimitRule;
import dev.sluice.contract.policy.LimitUnit;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.Quota;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Warnings of a change that take more than policy to know: what gateways have counted, what this process is set up for. */
@Singleton
public final class BudgetAdvice {
    /** Of budgets beyond it nothing is said. */
    private static final int MOST_ASKED = 8;

    private static final long PATIENCE_MS = 600;

    private final LimitStates states;
    private final MailChannel mail;

    BudgetAdvice(LimitStates states, MailChannel mail) {
        this.states = states;
        this.mail = mail;
    }

    /** Waits for the gateways, 600 ms at most; without them nothing is said of what is used. */
    public List<String> of(List<Draft.Edited> edited) {
        List<PolicyObject> changed = new ArrayList<>();
        for (Draft.Edited one : edited) {
            if (one.after() != null && !one.isSame()) {
                changed.add(one.after());
            }
        }
        List<String> warnings = new ArrayList<>();
        changed.stream()
                .filter(object -> object.spec() instanceof AlertChannelSpec channel
                        && channel.type() == AlertChannelSpec.Type.EMAIL
                        && !mail.isThere())
                .forEach(object -> warnings.add(object.id() + " sends nothing: " + MailChannel.NO_SERVER));
        warnings.addAll(exceeded(changed.stream()
                .flatMap(object -> LimitRule.of(object).stream())
                .filter(LimitRule::isBudget)
                .limit(MOST_ASKED)
                .toList()));
        return warnings;
    }

    private List<String> exceeded(List<LimitRule> budgets) {
        List<String> warnings = new ArrayList<>();
        if (budgets.isEmpty()) {
            return warnings;
        }
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> asked = workers.invokeAll(
                    budgets.stream()
                            .map(budget -> (java.util.concurrent.Callable<List<String>>) () -> exceeded(budget))
                            .toList(),
                    PATIENCE_MS,
                    TimeUnit.MILLISECONDS);
            for (Future<List<String>> answer : asked) {
                if (answer.state() == Future.State.SUCCESS) {
                    warnings.addAll(answer.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("it was a success", e);
        }
        return warnings;
    }

    /** One warning for each limit, of the segment that has used the most. */
    private List<String> exceeded(LimitRule budget) {
        LimitStanding standing;
        try {
            standing = states.of(budget.key());
        } catch (Refusal e) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        for (Quota quota : budget.quotas()) {
            List<LimitStanding.Segment> over = standing.segments().stream()
                    .filter(segment -> isOver(budget, quota, segment))
                    .sorted((a, b) -> used(b).compareTo(used(a)))
                    .toList();
            if (!over.isEmpty()) {
                LimitStanding.Segment most = over.getFirst();
                String others = over.size() == 1 ? "" : ", and " + (over.size() - 1) + " more are as well";
                warnings.add(budget.id() + " is used up already: " + Words.amount(most.unit(), most.used()) + " per "
                        + most.window() + Words.of(most.key()) + others);
            }
        }
        return warnings;
    }

    private static boolean isOver(LimitRule budget, Quota quota, LimitStanding.Segment segment) {
        if (!segment.unit().equals(quota.unit().wireName())
                || !segment.window().equals(quota.span().wireName())) {
            return false;
        }
        @Nullable String subject = segment.subject();
        Optional<Quota> holds = subject == null
                ? Optional.of(quota)
                : budget.terms(subject).quotas().stream()
                        .filter(other -> other.key().equals(quota.key()))
                        .findFirst();
        return holds.filter(limit -> used(segment).signum() > 0 && used(segment).compareTo(amount(limit)) >= 0)
                .isPresent();
    }

    private static BigDecimal used(LimitStanding.Segment segment) {
        return Passing.amount(segment.used().written());
    }

    private static BigDecimal amount(Quota quota) {
        return quota.unit() == LimitUnit.USD
                ? BigDecimal.valueOf(quota.amount(), 9)
                : BigDecimal.valueOf(quota.amount());
    }
}
