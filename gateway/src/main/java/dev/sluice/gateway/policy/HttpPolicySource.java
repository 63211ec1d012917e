package dev.sluice.gateway.policy;

import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.PolicyWire;
import dev.sluice.contract.secret.SignedFrame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Policy from the control plane's {@code GET /internal/policy}: at the start, when a snapshot is needed, and every 5 s
 * while NATS is away, so that a change still arrives.
 */
public final class HttpPolicySource implements PolicyKeeper.Listener {
    private static final Logger LOG = Logger.getLogger(HttpPolicySource.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final URI uri;
    private final String bearer;
    private final PolicyKeeper keeper;
    private final SignedFrame.Key key;
    private final BooleanSupplier natsConnected;
    private final BackgroundTasks loader;
    private @Nullable String etag;

    /**
     * @param natsConnected whether NATS brings changes at the moment
     * @param loader may block
     */
    public HttpPolicySource(
            String adminUrl,
            String bearer,
            PolicyKeeper keeper,
            SignedFrame.Key key,
            BooleanSupplier natsConnected,
            BackgroundTasks loader) {
        this.uri = URI.create(adminUrl.replaceAll("/+$", "") + "/internal/policy");
        this.bearer = bearer;
        this.keeper = keeper;
        this.key = key;
        this.natsConnected = natsConnected;
        this.loader = loader;
    }

    public void start() {
        keeper.addListener(this);
        loader.run(this::load);
        loader.every(PERIOD, this::loadWithoutNats);
    }

    private void loadWithoutNats() {
        if (!natsConnected.getAsBoolean() || keeper.current() == null) {
            load();
        }
    }

    @Override
    public void snapshotNeeded() {
        loader.run(() -> {
            etag = null;
            load();
        });
    }

    @Override
    public void changed(PolicySnapshot policy) {}

    private void load() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("authorization", "Bearer " + bearer);
        if (etag != null) {
            request.header("if-none-match", etag);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                keeper.offer(
                        PolicyWire.snapshot(SignedFrame.verify(key, SignedFrame.Purpose.SNAPSHOT, response.body())),
                        "the control plane");
                etag = response.headers().firstValue("etag").orElse(null);
            } else if (response.statusCode() == 401) {
                LOG.warn("the control plane refused us: is SLUICE_KEK the same there?");
            }
        } catch (IOException | RuntimeException e) {
            LOG.debugf("no policy from the control plane: %s", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
