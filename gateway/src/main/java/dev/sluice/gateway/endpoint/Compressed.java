package dev.sluice.gateway.endpoint;

import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.error.ShedReason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Request bodies with a {@code content-encoding} (RFC 9110 section 8.4.1): gzip, and deflate in its zlib format. Takes its
 * time, so not for an event loop.
 */
final class Compressed {
    private static final int STEP = 16 << 10;

    private Compressed() {}

    /**
     * @param limit of the bytes that come out
     * @param budget from which they are taken; given back when this fails
     * @throws GatewayException when the encoding is unknown, the bytes are not in it, or too many come out
     */
    static byte[] decompress(byte[] body, String encoding, long limit, BodyBudget budget) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(STEP, body.length));
        try (InputStream in = open(body, encoding)) {
            byte[] step = new byte[STEP];
            for (int n = in.read(step); n >= 0; n = in.read(step)) {
                if (out.size() + (long) n > limit) {
                    throw new GatewayException(new GatewayError.TooLarge(limit));
                }
                if (!budget.take(n)) {
                    throw new GatewayException(new GatewayError.Shed(ShedReason.BODIES));
                }
                out.write(step, 0, n);
            }
            return out.toByteArray();
        } catch (IOException e) {
            budget.giveBack(out.size());
            throw invalid("the body is not in the content-encoding that the header states: " + encoding);
        } catch (GatewayException e) {
            budget.giveBack(out.size());
            throw e;
        }
    }

    private static InputStream open(byte[] body, String encoding) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> new GZIPInputStream(in, STEP);
            case "deflate" -> new InflaterInputStream(in);
            default -> throw invalid("content-encoding '" + encoding + "' is not known: send gzip, deflate or none");
        };
    }

    private static GatewayException invalid(String message) {
        return new GatewayException(new GatewayError.InvalidRequest("content-encoding", message));
    }
}
