package dev.sluice.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    private static final String SAMPLE = """
            {"a":[1,-2.5e+3,0,{"b":null,"c":[true,false,[],{}]}], "long text":"forty bytes of text, \\"quoted\\", \\\\",
             "é🙂":"日本語のテキスト and ascii \\u00e9", "n" : {"x":{"y":[[["z"]]]}}}""";

    private static boolean accepts(byte[] json) {
        JsonCursor cursor = new JsonCursor(json, 0, json.length);
        try {
            cursor.skipValue();
            return cursor.isAtEnd();
        } catch (JsonCursor.Malformed e) {
            return false;
        }
    }

    private static boolean accepts(String json) {
        return accepts(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "0",
                "-0.1e-7",
                "true",
                "false",
                "null",
                " [ 1 , 2 ] ",
                "{\"a\":{\"b\":[{}]}}",
                "\"\\\\\"",
                "\"\\\\\\\"\"",
                "\"12345678\"",
                "\"1234567\\\"9\"",
                "\"é\"",
                "\"🙂🙂🙂\""
            })
    void acceptsJson(String json) {
        assertThat(accepts(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[",
                "]",
                "{]",
                "[}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[,1]",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "01",
                "-",
                "1.",
                ".5",
                "1e",
                "+1",
                "tru",
                "nul",
                "NaN",
                "\"",
                "\"\\\"",
                "\"a\nb\"",
                "\"\t\"",
                "[1 2]",
                "{\"a\":1 \"b\":2}",
                "1 2",
                "{\"a\":1}}",
                "\"12345678",
                "// c\n1"
            })
    void refusesWhatIsNoJson(String json) {
        assertThat(accepts(json)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xc0, 0xc1, 0xf5, 0xff, 0xc2, 0xe2, 0xf0})
    void refusesAByteThatIsNoUtf8(int b) {
        byte[] json = "\"............?.\"".getBytes(StandardCharsets.UTF_8);
        json[13] = (byte) b;
        assertThat(accepts(json)).isFalse();
    }

    @Test
    void refusesOverlongAndSurrogateSequences() {
        assertThat(accepts(new byte[] {'"', (byte) 0xe0, (byte) 0x80, (byte) 0x80, '"'}))
                .isFalse();
        assertThat(accepts(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'}))
                .isFalse();
        assertThat(accepts(new byte[] {'"', (byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'}))
                .isFalse();
        assertThat(accepts(new byte[] {'"', (byte) 0xf0, (byte) 0x8f, (byte) 0xbf, (byte) 0xbf, '"'}))
                .isFalse();
        assertThat(accepts(new byte[] {'"', (byte) 0xed, (byte) 0x9f, (byte) 0xbf, '"'}))
                .isTrue();
    }

    @Test
    void readsMembersInOrder() throws Exception {
        byte[] json = "{ \"model\" : \"m\\u00e9\", \"x\":{\"model\":1}, \"n\":-12, \"b\":[1,\"2\"]}"
                .getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor(json, 0, json.length);
        cursor.enterObject();

        assertThat(cursor.nextMember()).isTrue();
        assertThat(cursor.keyIs("model")).isTrue();
        assertThat(cursor.string()).isEqualTo("mé");
        assertThat(cursor.nextMember()).isTrue();
        assertThat(cursor.keyIs("xx")).isFalse();
        assertThat(cursor.key()).isEqualTo("x");
        cursor.skipValue();
        assertThat(cursor.nextMember()).isTrue();
        assertThat(cursor.wholeNumber(7)).isEqualTo(-12);
        assertThat(cursor.nextMember()).isTrue();
        cursor.enterArray();
        assertThat(cursor.nextElement()).isTrue();
        assertThat(cursor.wholeNumber(7)).isEqualTo(1);
        assertThat(cursor.nextElement()).isTrue();
        assertThat(cursor.string()).isEqualTo("2");
        assertThat(cursor.nextElement()).isFalse();
        assertThat(cursor.nextMember()).isFalse();
        assertThat(cursor.isAtEnd()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "9223372036854775808", "1e-3", "1e999999999", "\"1\"", "99999999999999999999"})
    void saysWhatIsNoWholeNumber(String json) throws Exception {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(new JsonCursor(bytes, 0, bytes.length).wholeNumber(-7)).isEqualTo(-7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "40.0", "4e1", "4.0E+1"})
    void readsAWholeNumberHoweverItIsWritten(String json) throws Exception {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThat(new JsonCursor(bytes, 0, bytes.length).wholeNumber(-7)).isEqualTo(40);
    }

    @Test
    void tellsDepthFromError() {
        byte[] deep = ("[".repeat(513) + "]".repeat(513)).getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = new JsonCursor(deep, 0, deep.length);
        assertThatThrownBy(cursor::skipValue)
                .isInstanceOfSatisfying(
                        JsonCursor.Malformed.class,
                        e -> assertThat(e.isTooDeep()).isTrue());
        assertThat(accepts("[".repeat(512) + "]".repeat(512))).isTrue();
        assertThat(accepts("[".repeat(70) + "{\"a\":1},[1,2],{}" + "]".repeat(70)))
                .as("an array where an object was, deep down")
                .isTrue();
        assertThat(accepts("{\"a\":".repeat(300) + "[".repeat(100) + "]".repeat(100) + "}".repeat(300)))
                .isTrue();
        assertThat(accepts("{\"a\":".repeat(300) + "[".repeat(100) + "}".repeat(100) + "}".repeat(300)))
                .isFalse();
    }

    /** A mutated text may only be accepted here and refused by Jackson for what this reader leaves to the provider: escapes. */
    @Test
    void agreesWithJacksonOnMutatedTexts() {
        byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
        assertThat(accepts(sample)).isTrue();
        Random random = new Random(11);
        String alphabet = "{}[]\",:\\0 1eax\n\u00e9";
        byte[] bytes = alphabet.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int n = 0; n < 50_000; n++) {
            byte[] mutated = sample.clone();
            int position = random.nextInt(mutated.length);
            mutated[position] = bytes[random.nextInt(bytes.length)];
            boolean accepted = accepts(mutated);
            boolean expected = jacksonAccepts(mutated);
            refused += expected ? 0 : 1;
            if (accepted != expected) {
                String text = new String(mutated, StandardCharsets.UTF_8);
                assertThat(accepted && text.contains("\\")).as(text).isTrue();
            }
        }
        assertThat(refused).isGreaterThan(5_000);
    }

    private static boolean jacksonAccepts(byte[] json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            parser.skipChildren();
            parser.getText();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
