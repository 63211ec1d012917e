package dev.sluice.local.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Asks a management port whether its process is ready. */
final class ReadyProbe {
    private static final int TIMEOUT_MILLIS = 2_000;

    private final URI uri;

    ReadyProbe(int managementPort) {
        this.uri = URI.create("http://127.0.0.1:" + managementPort + "/q/health/ready");
    }

    boolean ready() {
        try {
            if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
                return false;
            }
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            // Not listening yet, which is what is being found out.
            return false;
        }
    }
}
