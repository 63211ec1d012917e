package dev.sluice.gateway.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java machine says nothing of a hint for a method that is not there (any more); what is lost is speed. */
class CompilerHintsTest {
    private static final Path OPTIONS = Path.of("src/main/jvm/gateway.options");
    private static final Pattern HINT = Pattern.compile(
            "-XX:CompileCommand=(?:dontinline|CompileThresholdScaling(?=.*,0[.]\\d+$)),([^,]+)(?:,0[.]\\d+)?");

    static List<String> hints() throws IOException {
        return Files.readAllLines(OPTIONS).stream()
                .map(HINT::matcher)
                .filter(Matcher::matches)
                .map(hint -> hint.group(1))
                .toList();
    }

    @Test
    void eachIsGivenOnce() throws IOException {
        assertThat(hints()).isNotEmpty().doesNotHaveDuplicates();
    }

    /** Each line but that which turns the messages off: a hint of another kind would not be looked up. */
    @Test
    void eachIsRead() throws IOException {
        assertThat(Files.readAllLines(OPTIONS))
                .filteredOn(line -> line.startsWith("-XX:CompileCommand=") && !line.endsWith("=quiet"))
                .hasSameSizeAs(hints());
    }

    @ParameterizedTest
    @MethodSource("hints")
    void namesAMethodThatExists(String hint) throws ClassNotFoundException {
        String[] parts = hint.split("::", -1);
        Class<?> type = Class.forName(parts[0], false, CompilerHintsTest.class.getClassLoader());

        assertThat(Arrays.stream(type.getDeclaredMethods()).map(Method::getName))
                .contains(parts[1]);
    }
}
