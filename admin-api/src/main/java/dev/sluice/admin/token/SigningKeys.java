package dev.sluice.admin.token;

import dev.sluice.admin.problem.Refusal;
import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.signing.EllipticKey;
import dev.sluice.admin.store.Database;
import dev.sluice.contract.secret.SecretEnvelope;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key that signs tokens: the one that was given, else one that is made once and shared by all replicas. */
@Singleton
public final class SigningKeys {
    private static final String BINDING = "jwt_key";

    private final Database database;
    private final SecretEnvelope envelope;
    private volatile @Nullable EllipticKey key;

    SigningKeys(Database database, AdminSettings settings) {
        this.database = database;
        envelope = new SecretEnvelope(settings.kek());
        key = settings.jwtKey().orElse(null);
    }

    /** Loads the shared key, or makes it; of several replicas that do so at once, the first one's stays. */
    public void load() {
        if (key != null) {
            return;
        }
        RowSet<Row> rows = database.query("SELECT sealed FROM jwt_key");
        if (rows.size() == 0) {
            database.query(
                    "INSERT INTO jwt_key (sealed) VALUES ($1) ON CONFLICT DO NOTHING",
                    envelope.seal(EllipticKey.generate().toPem(), BINDING));
            rows = database.query("SELECT sealed FROM jwt_key");
        }
        key = EllipticKey.ofPem(envelope.open(rows.iterator().next().getString("sealed"), BINDING));
    }

    Optional<EllipticKey> current() {
        return Optional.ofNullable(key);
    }

    public EllipticKey required() {
        return current().orElseThrow(() -> Refusal.unavailable("PostgreSQL has not been reached since the start"));
    }
}
