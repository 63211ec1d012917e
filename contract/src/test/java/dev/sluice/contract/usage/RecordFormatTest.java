package dev.sluice.contract.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    private static final String[] TEXTS = {
        "", "a", "openai/gpt-4o-mini", "Zürich", "ÿ", "Ā", "日本語のモデル", "😀", "tab\tand\u0000nul", "x".repeat(3000)
    };
    private static final long[] NUMBERS = {
        0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, 1L << 35, Long.MAX_VALUE, -1, Long.MIN_VALUE
    };

    private static final String BEFORE_AUDIO =
            "010000000000000005023230313961366233632d373761612d376262622d386363632d31009b8ad0dfb03320"
                    + "636861742e636f6d706c6574696f6e73166770742d346f2d6d696e69246f70656e61692f6770742d346f2d6d"
                    + "696e690c6f70656e6169166f70656e61692d6d61696e0c73656172636800147365617263682d626f74167365"
                    + "617263682d70726f64c8010000bb01400000b8022805edf96f8f010104010e7072696d617279246f70656e61"
                    + "692f6770742d346f2d6d696e69166f70656e61692d6d61696ec80100bb01400000b80228053d9af86f0c6279"
                    + "70617373e724dc24000001";
    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private final RecordOutput out = new RecordOutput();

    private UsageRecord again(UsageRecord record) throws IOException {
        RecordFormat.write(record, out);
        return RecordFormat.read(out.toByteArray(), record.instance());
    }

    @Test
    void readsBackEveryFieldWhateverIsInIt() throws IOException {
        Random random = new Random(1);
        for (int n = 0; n < 5_000; n++) {
            UsageRecord record = any(random);
            assertThat(again(record)).isEqualTo(record);
        }
    }

    @Test
    void refusesFlagsOfANewerVersion() {
        RecordFormat.write(UsageSamples.served("i", 1), out);
        byte[] record = out.toByteArray();
        record[Long.BYTES] |= 64;

        assertThatThrownBy(() -> RecordFormat.read(record, "i"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer version");
    }

    /** A process that is replaced by a newer one may leave a ring. */
    @Test
    void readsRecordsFromBeforeAudioWasCounted() throws IOException {
        byte[] before = HexFormat.of().parseHex(BEFORE_AUDIO);

        assertThat(RecordFormat.read(before, "i")).isEqualTo(UsageSamples.served("i", 1));
    }

    /** Of nearly all requests no rule has anything to say: they pay nothing for it. */
    @Test
    void costsNothingWithoutRules() throws IOException {
        UsageRecord plain = UsageSamples.served("i", 1);
        RecordFormat.write(plain, out);

        assertThat(out.length()).isEqualTo(BEFORE_AUDIO.length() / 2);
        List<RuleDecision> many = Collections.nCopies(20, new RuleDecision("Budget", "b", RuleDecision.WOULD_REFUSE));
        assertThat(again(UsageSamples.with(plain, many)).rules()).hasSize(RuleDecision.MOST);
    }

    @Test
    void keepsSixKilobytesOfMetadata() throws IOException {
        Map<String, String> metadata = new HashMap<>();
        for (int n = 0; n < 20; n++) {
            metadata.put("key-" + n, (n % 2 == 0 ? "v" : "日").repeat(256));
        }
        UsageRecord record = UsageSamples.with(UsageSamples.served("i", 1), metadata);

        assertThat(again(record)).isEqualTo(record);
        assertThat(out.length()).isGreaterThan(6_000);
    }

    @Test
    void replacesHalfACharacterInsteadOfFailing() throws IOException {
        UsageRecord record = UsageSamples.with(UsageSamples.served("i", 1), Map.of("half", "a\ud83db"));

        assertThat(again(record).metadata()).containsEntry("half", "a?b");
    }

    @Test
    void writesTheSameBytesForANameThatItKnows() {
        RecordOutput fresh = new RecordOutput();
        List<String> names = new ArrayList<>(List.of(TEXTS));
        names.addAll(List.of("Aa", "BB", "Aa")); // of the same hash
        names.addAll(List.of(TEXTS));
        for (String text : names) {
            out.clear();
            out.name(text);
            fresh.clear();
            fresh.text(text);
            assertThat(out.toByteArray()).isEqualTo(fresh.toByteArray());
        }
    }

    @Test
    void refusesWhatIsCutOffOrTooLong() {
        RecordFormat.write(any(new Random(3)), out);
        byte[] whole = out.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> RecordFormat.read(cut, "i"))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> RecordFormat.read(Arrays.copyOf(whole, whole.length + 1), "i"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ends at " + whole.length);
    }

    @Test
    void meetsGarbageWithNothingButAnIoException() {
        Random random = new Random(4);
        RecordFormat.write(UsageSamples.served("i", 1), out);
        byte[] good = out.toByteArray();
        int refused = 0;
        for (int n = 0; n < 100_000; n++) {
            byte[] bytes = n % 2 == 0 ? new byte[random.nextInt(400)] : good.clone();
            if (n % 2 == 0) {
                random.nextBytes(bytes);
            } else {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                RecordFormat.read(bytes, "i");
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50_000);
    }

    private static UsageRecord any(Random random) {
        return new UsageRecord(
                "0a1b2c3d-4e5f",
                number(random),
                random.nextInt(),
                text(random),
                text(random),
                number(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                text(random),
                random.nextBoolean(),
                random.nextInt(),
                OUTCOMES.get(random.nextInt(OUTCOMES.size())),
                text(random),
                tokens(random),
                random.nextBoolean() ? null : (Long) number(random),
                random.nextBoolean(),
                number(random),
                random.nextBoolean() ? null : (Long) number(random),
                number(random),
                attempts(random),
                text(random),
                number(random),
                number(random),
                text(random),
                random.nextBoolean() ? Map.of() : Map.of("a", text(random), "ключ", text(random)),
                random.nextInt(),
                random.nextBoolean() ? List.of() : List.of(new RuleDecision(text(random), text(random), text(random))));
    }

    private static List<Attempt> attempts(Random random) {
        List<Attempt> attempts = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            attempts.add(new Attempt(
                    random.nextInt(),
                    text(random),
                    text(random),
                    text(random),
                    random.nextInt(),
                    text(random),
                    tokens(random),
                    random.nextBoolean() ? null : (Long) number(random),
                    number(random),
                    number(random)));
        }
        return attempts;
    }

    private static Tokens tokens(Random random) {
        Tokens text = Tokens.of(number(random), number(random))
                .withCachedInput(number(random))
                .withCacheWrite(number(random))
                .withCacheWrite1h(number(random))
                .withReasoning(number(random));
        return random.nextBoolean() ? text : text.withAudio(number(random), number(random));
    }

    private static String text(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static long number(Random random) {
        return random.nextBoolean() ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
    }
}
