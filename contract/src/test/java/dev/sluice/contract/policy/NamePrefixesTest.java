package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamePrefixesTest {
    @Test
    void findsWhatTryingEachOneFinds() {
        Random random = new Random(2);
        int found = 0;
        for (int n = 0; n < 2_000; n++) {
            Set<String> prefixes = new HashSet<>();
            for (int p = random.nextInt(8); p > 0; p--) {
                prefixes.add(word(random, 4));
            }
            NamePrefixes compiled = NamePrefixes.of(prefixes);
            for (int i = 0; i < 20; i++) {
                String name = word(random, 7);
                boolean expected = prefixes.stream().anyMatch(name::startsWith);
                assertThat(compiled.begin(name)).as("%s in %s", name, prefixes).isEqualTo(expected);
                found += expected ? 1 : 0;
            }
        }
        assertThat(found).isBetween(5_000, 35_000);
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(length); i >= 0; i--) {
            word.append("ab/\u00e9".charAt(random.nextInt(4)));
        }
        return word.toString();
    }

    @Test
    void knowsWhatCannotBegin() {
        assertThat(NamePrefixes.of(List.of()).begin("a")).isFalse();
        assertThat(NamePrefixes.of(List.of("b", "ab", "abc")).begin("a")).isFalse();
        assertThat(NamePrefixes.of(List.of("b", "ab", "abc")).begin("abd")).isTrue();
    }
}
