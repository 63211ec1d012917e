package dev.sluice.contract.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] NAME = JsonText.name("f");

    private static String ours(String value, long number) {
        JsonText out = new JsonText(1);
        out.beginObject();
        out.field(NAME, value);
        out.field(value, value);
        out.beginObject(NAME);
        out.field(NAME, number);
        out.endObject();
        out.beginArray(NAME);
        out.beginObject();
        out.endObject();
        out.beginObject();
        out.field(NAME, true);
        out.endObject();
        out.endArray();
        out.field(NAME, false);
        out.endObject();
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private static String jackson(String value, long number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("f", value);
            out.writeStringField(value, value);
            out.writeObjectFieldStart("f");
            out.writeNumberField("f", number);
            out.writeEndObject();
            out.writeArrayFieldStart("f");
            out.writeStartObject();
            out.writeEndObject();
            out.writeStartObject();
            out.writeBooleanField("f", true);
            out.writeEndObject();
            out.writeEndArray();
            out.writeBooleanField("f", false);
            out.writeEndObject();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesEveryCharacterAsTheStandardWriterDoes() throws IOException {
        for (int c = 0; c < 0x3000; c++) {
            String text = "a" + (char) c + "b";
            assertThat(ours(text, c)).as("U+%04X", c).isEqualTo(jackson(text, c));
        }
    }

    @Test
    void writesTextsAndNumbersAsTheStandardWriterDoes() throws IOException {
        Random random = new Random(1);
        for (int n = 0; n < 2_000; n++) {
            StringBuilder text = new StringBuilder();
            int kinds = 1 + random.nextInt(3);
            for (int length = random.nextInt(200); length > 0; length--) {
                text.appendCodePoint(
                        switch (random.nextInt(kinds)) {
                            case 0 -> random.nextInt(0x80);
                            case 1 -> 0x80 + random.nextInt(0xd700);
                            default -> 0x1f300 + random.nextInt(0x300);
                        });
            }
            long number = random.nextLong() >> random.nextInt(64);
            // Compared as JSON: characters beyond the basic plane are escaped there, and need not be.
            assertThat(MAPPER.readTree(ours(text.toString(), number)))
                    .isEqualTo(MAPPER.readTree(jackson(text.toString(), number)));
        }
        for (long number : new long[] {0, 9, 10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            assertThat(ours("", number)).isEqualTo(jackson("", number));
        }
    }

    @Test
    void replacesHalfACharacterInsteadOfFailing() {
        assertThat(ours("a\ud83db", 1)).startsWith("{\"f\":\"a?b\",\"a?b\":\"a?b\"");
    }
}
