package dev.sluice.gateway.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Pitfall 34: where images are fetched from")
class ImageAddressTest {
    @Test
    void takesAnAddressApart() {
        ImageAddress address = ImageAddress.parse("https://example.com:8443/a%20b.png?sig=x%2F#part", false);

        assertThat(address.tls()).isTrue();
        assertThat(address.host()).isEqualTo("example.com");
        assertThat(address.port()).isEqualTo(8443);
        assertThat(address.uri()).isEqualTo("/a%20b.png?sig=x%2F");
        assertThat(ImageAddress.parse("https://example.com", false).uri()).isEqualTo("/");
        assertThat(ImageAddress.parse("https://example.com?a=b", false).uri()).isEqualTo("/?a=b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/a.png",
                "ftp://example.com/a.png",
                "file:///etc/passwd",
                "https://user:pass@example.com/a.png",
                "https:///a.png",
                "https://exa mple.com/",
                "https://0x7f.1/",
                "gopher://x"
            })
    void takesHttpsAlone(String text) {
        assertThatThrownBy(() -> ImageAddress.parse(text, false)).isInstanceOf(ImageRefused.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> ImageAddress.parse("https://example.com/" + "a".repeat(5_000), false))
                .hasMessageContaining("longer than 4096");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/a",
                "https://localhost/a",
                "https://169.254.169.254/latest/meta-data",
                "https://10.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://2130706433/",
                "https://no-such-host.invalid/"
            })
    void leadsNobodyInside(String text) {
        ImageAddress address = ImageAddress.parse(text, false);

        assertThatThrownBy(address::resolve)
                .isInstanceOf(ImageRefused.class)
                .hasMessage("names a host that is not on the public internet, or that nobody knows");
    }

    @Test
    void mayBePrivateWhereTheAccountIs() {
        assertThat(ImageAddress.parse("http://127.0.0.1/a", true).resolve().isLoopbackAddress())
                .isTrue();
        assertThat(ImageAddress.parse("http://[fd12::1]/a", true).resolve().getHostAddress())
                .startsWith("fd12:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://[fd00:ec2::254]/latest",
                "http://[64:ff9b::a9fe:a9fe]/latest",
                "http://[fe80::a9fe:a9fe]/latest",
                "http://100.100.100.200/latest",
                "http://0.0.0.0/"
            })
    void neverLeadsToTheCloudsOwnAddresses(String text) {
        assertThatThrownBy(ImageAddress.parse(text, true)::resolve).isInstanceOf(ImageRefused.class);
    }
}
