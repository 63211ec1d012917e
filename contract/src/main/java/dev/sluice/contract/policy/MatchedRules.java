package dev.sluice.contract.policy;

import java.util.Arrays;

/** The rules that one request has to pass, in no particular order. Belongs to the request. */
public final class MatchedRules {
    private LimitRule[] rules = new LimitRule[8];
    private int size;

    /** A rule may be filed in several places. */
    void add(LimitRule rule) {
        if (rule.isFiledOften() && contains(rule)) {
            return;
        }
        if (size == rules.length) {
            rules = Arrays.copyOf(rules, size * 2);
        }
        rules[size++] = rule;
    }

    private boolean contains(LimitRule rule) {
        for (int i = 0; i < size; i++) {
            if (rules[i] == rule) {
                return true;
            }
        }
        return false;
    }

    public int size() {
        return size;
    }

    public LimitRule get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return rules[index];
    }
}
