package dev.sluice.gateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where the data port's certificate is.
 *
 * @param certificate PEM: the server's certificate, then those that lead to a root
 * @param key PEM: the private key of the first certificate, not encrypted
 */
public record TlsFiles(Path certificate, Path key) {

    /** What was in both files; never printed. */
    record Contents(byte[] certificate, byte[] key) {
        boolean isSame(Contents other) {
            return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
        }

        @Override
        public String toString() {
            return "Contents[…]";
        }
    }

    /** @throws IOException with one line that names the setting */
    Contents read() throws IOException {
        return new Contents(read("SLUICE_TLS_CERT_FILE", certificate), read("SLUICE_TLS_KEY_FILE", key));
    }

    private static byte[] read(String setting, Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(setting + " is '" + file + "': expected a file that can be read");
        }
    }
}
