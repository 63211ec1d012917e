package dev.sluice.contract.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rules filed under the same subject, and in turn under the models they are about, or else under the values of metadata: only
 * those that are found so are tested. Patterns with a star elsewhere than at their end are tested one by one. Immutable.
 */
final class RuleGroup {
    static final RuleGroup EMPTY = new RuleGroup(List.of());

    private final List<LimitRule> all;
    private final Map<String, List<LimitRule>> byModel = new HashMap<>();
    private final PrefixTable<List<LimitRule>> byPrefix;
    private final List<MetadataTable> byMetadata;
    private final List<LimitRule> others = new ArrayList<>();

    private record MetadataTable(String key, Map<String, List<LimitRule>> byValue) {}

    private RuleGroup(List<LimitRule> rules) {
        all = rules;
        Map<String, List<LimitRule>> prefixes = new HashMap<>();
        Map<String, Map<String, List<LimitRule>>> metadata = new HashMap<>();
        for (LimitRule rule : rules) {
            List<String> models = modelsOf(rule);
            Map.Entry<String, Choice> tag = tagOf(rule);
            if (!models.isEmpty()) {
                models.forEach(pattern -> fileModel(rule, pattern, prefixes));
            } else if (tag != null) {
                Map<String, List<LimitRule>> values = metadata.computeIfAbsent(tag.getKey(), _ -> new HashMap<>());
                tag.getValue().included().forEach(value -> file(values, value, rule));
            } else {
                others.add(rule);
            }
        }
        byPrefix = PrefixTable.of(prefixes);
        byMetadata = metadata.entrySet().stream()
                .map(entry -> new MetadataTable(entry.getKey(), entry.getValue()))
                .toList();
    }

    static RuleGroup of(Collection<LimitRule> rules) {
        return rules.isEmpty() ? EMPTY : new RuleGroup(List.copyOf(rules));
    }

    private static List<String> modelsOf(LimitRule rule) {
        Choice models = rule.match().source().models();
        return models == null ? List.of() : models.included();
    }

    private static Map.@Nullable Entry<String, Choice> tagOf(LimitRule rule) {
        return rule.match().source().metadata().entrySet().stream()
                .filter(entry -> !entry.getValue().included().isEmpty())
                .findFirst()
                .orElse(null);
    }

    private void fileModel(LimitRule rule, String pattern, Map<String, List<LimitRule>> prefixes) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            file(byModel, pattern, rule);
        } else if (star == pattern.length() - 1) {
            file(prefixes, pattern.substring(0, star), rule);
        } else {
            others.add(rule);
        }
    }

    private static void file(Map<String, List<LimitRule>> map, String key, LimitRule rule) {
        map.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(rule);
    }

    List<LimitRule> all() {
        return all;
    }

    void candidates(LimitFacts facts, String model, Consumer<LimitRule> action) {
        each(others, action);
        List<LimitRule> exact = byModel.get(model);
        if (exact != null) {
            each(exact, action);
        }
        byPrefix.forEach(model, rules -> each(rules, action));
        for (int i = 0; i < byMetadata.size(); i++) {
            MetadataTable table = byMetadata.get(i);
            String value = facts.metadata().get(table.key());
            List<LimitRule> rules = value == null ? null : table.byValue().get(value);
            if (rules != null) {
                each(rules, action);
            }
        }
    }

    private static void each(List<LimitRule> rules, Consumer<LimitRule> action) {
        for (int i = 0; i < rules.size(); i++) {
            action.accept(rules.get(i));
        }
    }
}
