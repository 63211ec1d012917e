package dev.sluice.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a stream's bytes come: none of it may change what they mean. */
enum Delivery {
    WHOLE("whole") {
        @Override
        List<byte[]> pieces(byte[] stream) {
            return List.of(stream);
        }
    },
    BYTE_BY_BYTE("byte by byte") {
        @Override
        List<byte[]> pieces(byte[] stream) {
            List<byte[]> pieces = new ArrayList<>(stream.length);
            for (byte b : stream) {
                pieces.add(new byte[] {b});
            }
            return pieces;
        }
    },
    SPLIT_CHARACTERS("split inside characters") {
        @Override
        List<byte[]> pieces(byte[] stream) {
            List<byte[]> pieces = new ArrayList<>();
            int start = 0;
            for (int i = 1; i < stream.length; i++) {
                if ((stream[i] & 0xc0) == 0x80) {
                    pieces.add(Arrays.copyOfRange(stream, start, i));
                    start = i;
                }
            }
            pieces.add(Arrays.copyOfRange(stream, start, stream.length));
            return pieces;
        }
    },
    CRLF("CRLF") {
        @Override
        List<byte[]> pieces(byte[] stream) {
            return List.of(
                    text(stream).replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        }
    },
    NO_SPACE("no space after data:") {
        @Override
        List<byte[]> pieces(byte[] stream) {
            return List.of(text(stream).replaceAll("(?m)^data: ", "data:").getBytes(StandardCharsets.UTF_8));
        }
    },
    COMMENTS("comments between events") {
        @Override
        List<byte[]> pieces(byte[] stream) {
            String commented = text(stream).replaceAll("(\r?\n)\r?\n", "$1$1: still here$1$1");
            return List.of((": ping\n\n" + commented).getBytes(StandardCharsets.UTF_8));
        }
    };

    final String label;

    Delivery(String label) {
        this.label = label;
    }

    /** What is written at once, one after the other. */
    abstract List<byte[]> pieces(byte[] stream);

    /** Those that make sense for a stream of such a kind. */
    static List<Delivery> of(Vendor vendor) {
        return switch (vendor.contentType()) {
            case "text/event-stream" -> List.of(values());
            case "application/x-ndjson" -> List.of(WHOLE, BYTE_BY_BYTE, SPLIT_CHARACTERS, CRLF);
            default -> List.of(WHOLE, BYTE_BY_BYTE);
        };
    }

    private static String text(byte[] stream) {
        return new String(stream, StandardCharsets.UTF_8);
    }
}
