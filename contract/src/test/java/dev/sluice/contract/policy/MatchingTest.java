package dev.sluice.contract.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchingTest {
    @ParameterizedTest
    @CsvSource({
        "*, anything/at/all, true",
        "a/*, a/b/c, true",
        "a/*, a, false",
        "*-mini, gpt-4o-mini, true",
        "*-mini, gpt-4o, false",
        "a*b*c, abc, true",
        "a*b*c, aXbYbZc, true",
        "a*b*c, acb, false",
        "ab*ba, aba, false",
        "A, a, false",
        "a.c, abc, false"
    })
    void knowsOneSpecialCharacter(String pattern, String name, boolean matches) {
        assertThat(NameMatcher.of(List.of("never", pattern)).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.1.128/25, 192.168.1.127, false",
        "192.168.1.128/25, 192.168.1.200, true",
        "192.168.1.7, 192.168.1.7, true",
        "0.0.0.0/0, 8.8.8.8, true",
        "2001:db8::/32, 2001:db8:1::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "10.0.0.0/8, ::1, false"
    })
    void matchesAddressRanges(String range, String address, boolean inside) throws Exception {
        assertThat(Cidr.parse(range).contains(InetAddress.getByName(address).getAddress()))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1/v1", "https://localhost", "https://10.1.2.3", "https://169.254.169.254/latest",
                "https://[::1]/",
        "https://[fd00::1]", "https://100.64.0.1", "https://0.0.0.0", "http://api.example.com", "https://x.internal"
    })
    void refusesPrivateAddressesUnlessAllowed(String url) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> BaseUrl.parse(url, false)))
                .isInstanceOf(InvalidField.class);
        assertThat(BaseUrl.parse(url, true)).isNotNull();
    }

    @Test
    void copiesOnlyWhatAChangeTouches() {
        Map<String, Integer> all = new HashMap<>();
        for (int n = 0; n < 10_000; n++) {
            all.put("key-" + n, n);
        }
        ShardedMap<String, Integer> map = ShardedMap.of(all);
        ShardedMap<String, Integer> changed =
                map.with("key-7", -7).with("new", 1).without("key-8").without("absent");

        assertThat(map.get("key-7")).isEqualTo(7);
        assertThat(map.get("key-8")).isEqualTo(8);
        assertThat(changed.get("key-7")).isEqualTo(-7);
        assertThat(changed.get("key-8")).isNull();
        assertThat(changed.get("new")).isEqualTo(1);
        assertThat(changed.size()).isEqualTo(10_000);
        for (int n = 9; n < 10_000; n++) {
            assertThat(changed.get("key-" + n)).isEqualTo(n);
        }
    }
}
