package dev.sluice.admin.whatif;

import dev.sluice.admin.whatif.WhatIf.SubjectCount;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that the two policies decide differently, by what decides them and by who asks. Of bounded size.
 *
 * @param <K> what decides them
 */
final class Effects<K> {
    private static final int MAX_SUBJECTS = 10_000;
    private static final int SHOWN = 5;

    private final Map<K, Effect> effects = new HashMap<>();

    private static final class Effect {
        private long requests;
        private final Map<String, Long> subjects = new HashMap<>();
    }

    /** Makes an entry of an answer. */
    @FunctionalInterface
    interface Entry<K, T> {
        T of(K cause, long requests, List<SubjectCount> subjects);
    }

    void add(K cause, String subject, long requests) {
        Effect effect = effects.computeIfAbsent(cause, _ -> new Effect());
        effect.requests += requests;
        if (effect.subjects.size() < MAX_SUBJECTS || effect.subjects.containsKey(subject)) {
            effect.subjects.merge(subject, requests, Long::sum);
        }
    }

    /** The most requests first. */
    <T> List<T> list(Entry<K, T> entry) {
        return effects.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<K, Effect> effect) -> -effect.getValue().requests)
                        .thenComparing(effect -> effect.getKey().toString()))
                .map(effect -> entry.of(effect.getKey(), effect.getValue().requests, subjects(effect.getValue())))
                .toList();
    }

    private static List<SubjectCount> subjects(Effect effect) {
        return effect.subjects.entrySet().stream()
                .map(count -> new SubjectCount(count.getKey(), count.getValue()))
                .sorted(Comparator.comparingLong((SubjectCount count) -> -count.requests())
                        .thenComparing(SubjectCount::subject))
                .limit(SHOWN)
                .toList();
    }
}
