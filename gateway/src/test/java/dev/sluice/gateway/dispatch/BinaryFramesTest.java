package dev.sluice.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.error.UpstreamClass;
import dev.sluice.gateway.provider.Wire;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BinaryFramesTest {
    private static final String START =
            "AAAAdgAAAFKW1freCzpldmVudC10eXBlBwAMbWVzc2FnZVN0YXJ0DTpjb250ZW50LXR5cGUHABBhcHBsaWNhdGlvbi9qc29uDTptZXNz"
                    + "YWdlLXR5cGUHAAVldmVudHsicm9sZSI6ImFzc2lzdGFudCJ9b6jFmQ==";
    private static final String DELTA =
            "AAAAlwAAAFfzC+A+CzpldmVudC10eXBlBwARY29udGVudEJsb2NrRGVsdGENOmNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9uL2pzb24N"
                    + "Om1lc3NhZ2UtdHlwZQcABWV2ZW50eyJjb250ZW50QmxvY2tJbmRleCI6MCwiZGVsdGEiOnsidGV4dCI6IkhpIMOpIn19eQkhzw==";
    private static final String EXCEPTION =
            "AAAAkAAAAGGOkam3DzpleGNlcHRpb24tdHlwZQcAE3Rocm90dGxpbmdFeGNlcHRpb24NOmNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9u"
                    + "L2pzb24NOm1lc3NhZ2UtdHlwZQcACWV4Y2VwdGlvbnsibWVzc2FnZSI6IlRvbyBtYW55IHJlcXVlc3RzIn3mf4AF";

    /** What a stream was cut into, and whether it could be read to its end. */
    private record Cut(List<String> messages, boolean good, UpstreamClass fault) {}

    private static Cut cut(byte[] stream, int... ends) {
        BinaryFrames frames = new BinaryFrames();
        List<String> messages = new ArrayList<>();
        StreamFrames.Handler handler = new StreamFrames.Handler() {
            @Override
            public void event(byte[] bytes, int start, int end, byte[] data, int dataStart, int dataEnd) {
                throw new AssertionError("no server-sent event");
            }

            @Override
            public void message(String name, byte[] data, int start, int end) {
                messages.add(name + " " + new String(data, start, end - start, StandardCharsets.UTF_8));
            }
        };
        int from = 0;
        boolean good = true;
        for (int end : ends) {
            good = good && frames.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, end)), handler);
            from = end;
        }
        good = good && frames.feed(Buffer.buffer(Arrays.copyOfRange(stream, from, stream.length)), handler);
        frames.finish(handler);
        return new Cut(messages, good, frames.fault());
    }

    private static byte[] decoded(String... base64) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String one : base64) {
            all.writeBytes(Base64.getDecoder().decode(one));
        }
        return all.toByteArray();
    }

    private static byte[] message(byte[] headers, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(16 + headers.length + payload.length);
        out.putInt(out.capacity()).putInt(headers.length);
        out.putInt(sum(out.array(), 8)).put(headers).put(payload);
        return out.putInt(sum(out.array(), out.position())).array();
    }

    private static int sum(byte[] bytes, int end) {
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, end);
        return (int) sum.getValue();
    }

    private static byte[] text(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(nameBytes.length + valueBytes.length + 4)
                .put((byte) nameBytes.length)
                .put(nameBytes)
                .put((byte) 7)
                .putShort((short) valueBytes.length)
                .put(valueBytes)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void namesEventsAndExceptions() {
        assertThat(cut(decoded(START, DELTA, EXCEPTION)).messages())
                .containsExactly(
                        "messageStart {\"role\":\"assistant\"}",
                        "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi é\"}}",
                        "error:throttlingException {\"message\":\"Too many requests\"}");
    }

    @Test
    void givesTheSameMessagesHoweverTheStreamIsCut() {
        byte[] stream = Wire.file("bedrock/bedrock-converse-tool.bin");
        Cut whole = cut(stream);
        int[] every = new int[stream.length];
        for (int i = 0; i < every.length; i++) {
            every[i] = i;
        }

        assertThat(whole.good()).isTrue();
        assertThat(whole.messages()).hasSize(10);
        assertThat(cut(stream, every)).isEqualTo(whole);
        for (int end = 0; end < stream.length; end++) {
            assertThat(cut(stream, end)).isEqualTo(whole);
        }
    }

    @Test
    void noticesEveryChangedByte() {
        byte[] stream = decoded(START, DELTA);
        List<String> whole = cut(stream).messages();
        for (int at = 0; at < stream.length; at++) {
            byte[] changed = stream.clone();
            changed[at] ^= 0x10;

            Cut cut = cut(changed);

            assertThat(cut.good()).as("byte %d", at).isFalse();
            assertThat(cut.fault()).isEqualTo(UpstreamClass.STREAM_INTERRUPTED);
            assertThat(cut.messages()).isEqualTo(whole.subList(0, cut.messages().size()));
        }
    }

    @Test
    void saysNothingOfAPartOfAMessage() {
        byte[] stream = decoded(START, DELTA);

        Cut cut = cut(Arrays.copyOf(stream, stream.length - 1));

        assertThat(cut.messages()).containsExactly("messageStart {\"role\":\"assistant\"}");
        assertThat(cut.good()).isTrue();
    }

    @Test
    void refusesAMessageThatIsTooLongBeforeItIsHere() {
        ByteBuffer prelude =
                ByteBuffer.allocate(12).putInt(StreamFrames.MAX_EVENT_BYTES + 1).putInt(0);
        prelude.putInt(sum(prelude.array(), 8));

        Cut cut = cut(prelude.array());

        assertThat(cut.good()).isFalse();
        assertThat(cut.fault()).isEqualTo(UpstreamClass.TOO_LARGE);
    }

    @Test
    void refusesLengthsThatCannotBe() {
        for (int[] lengths : new int[][] {{15, 0}, {0, 0}, {-1, 0}, {16, 1}, {20, -1}, {32, 17}}) {
            ByteBuffer message = ByteBuffer.allocate(Math.max(16, lengths[0]))
                    .putInt(lengths[0])
                    .putInt(lengths[1]);
            message.putInt(sum(message.array(), 8));
            message.putInt(message.capacity() - 4, sum(message.array(), message.capacity() - 4));

            assertThat(cut(message.array()).good()).as(Arrays.toString(lengths)).isFalse();
        }
    }

    @Test
    void readsPastHeadersOfAllTypes() {
        byte[] others = joined(
                new byte[] {1, 'a', 0},
                new byte[] {1, 'b', 1},
                new byte[] {1, 'c', 2, 9},
                new byte[] {1, 'd', 3, 9, 9},
                new byte[] {1, 'e', 4, 9, 9, 9, 9},
                new byte[] {1, 'f', 5, 9, 9, 9, 9, 9, 9, 9, 9},
                new byte[] {1, 'g', 6, 0, 1, 9},
                new byte[] {1, 'h', 8, 9, 9, 9, 9, 9, 9, 9, 9},
                joined(new byte[] {1, 'i', 9}, new byte[16]));

        Cut cut = cut(message(joined(others, text(":event-type", "x")), Wire.bytes("{}")));

        assertThat(cut.messages()).containsExactly("x {}");
    }

    @Test
    void refusesHeadersThatAreNone() {
        for (byte[] headers : List.of(
                new byte[] {9, 'a'},
                new byte[] {1, 'a'},
                new byte[] {1, 'a', 10},
                new byte[] {1, 'a', -1},
                new byte[] {1, 'a', 7},
                new byte[] {1, 'a', 7, 0, 9, 'x'},
                new byte[] {1, 'a', 5, 1})) {
            assertThat(cut(message(headers, new byte[0])).good())
                    .as(Arrays.toString(headers))
                    .isFalse();
        }
    }

    @Test
    void makesWordsOfAnErrorWithoutPayload() {
        byte[] headers = joined(
                text(":message-type", "error"),
                text(":error-code", "Internal"),
                text(":error-message", "It \"broke\""));

        assertThat(cut(message(headers, new byte[0])).messages())
                .containsExactly("error:Internal {\"message\":\"It \\\"broke\\\"\"}");
    }

    @Test
    void takesManyMessagesThatComeInLargePieces() {
        byte[] payload = new byte[100_000];
        Arrays.fill(payload, (byte) 'x');
        byte[] one = message(text(":event-type", "big"), payload);
        byte[] stream = joined(one, one, one, decoded(START));

        Cut cut = cut(stream, 65_536, 65_537, 200_000, 262_144);

        assertThat(cut.messages()).hasSize(4).element(2).asString().hasSize(100_004);
        assertThat(cut.messages().getLast()).startsWith("messageStart");
    }
}
