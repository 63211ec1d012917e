package dev.sluice.admin.provider;

import dev.sluice.admin.intake.CredentialVault;
import dev.sluice.admin.intake.LocalSecrets;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.catalog.Catalog;
import dev.sluice.contract.catalog.Provider;
import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.CloudEndpoint;
import dev.sluice.contract.policy.CredentialSpec;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ModelSpec;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.policy.SecretPlace;
import dev.sluice.contract.policy.SecretSource;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proves an account with a live call, as a gateway would make it. */
@Singleton
public final class AccountTest {
    private final LivePolicy live;
    private final CredentialVault vault;
    private final LiveCall call;
    private final LocalSecrets local;

    AccountTest(LivePolicy live, CredentialVault vault, LiveCall call, LocalSecrets local) {
        this.live = live;
        this.vault = vault;
        this.call = call;
        this.local = local;
    }

    /** @param message the provider's own on failure */
    public record TestResult(boolean ok, @Nullable Integer status, long latencyMs, String model, String message) {}

    TestResult run(String account, ProviderAccountSpec spec, @Nullable String asked) {
        Provider provider = Catalog.builtIn()
                .provider(spec.provider())
                .orElseThrow(() -> Refusal.field("spec.provider", "'" + spec.provider() + "' is not a known provider"));
        String url = Optional.ofNullable(spec.baseUrl())
                .or(() -> Optional.ofNullable(provider.baseUrl()))
                .or(() -> CloudEndpoint.of(spec))
                .orElseThrow(() -> Refusal.field("spec.baseUrl", "is required for provider " + spec.provider()));
        String model = model(account, provider, asked);
        String secret = "";
        if (!spec.credentials().isEmpty()) {
            CredentialSpec credential = spec.credentials().getFirst();
            if (credential.secret() == null) {
                return untried(
                        model,
                        "the credential " + credential.name() + " is of kind "
                                + credential.kind().field()
                                + ", which gateways exchange or sign with, so it cannot be tried from here");
            }
            Optional<String> known = secret(account, credential.name(), credential.secret());
            if (known.isEmpty()) {
                return untried(
                        model,
                        "the secret of " + credential.name()
                                + " is in the environment of the gateways, so it cannot be tried from here");
            }
            secret = known.get();
        }
        LiveCall.Answer answer = call.ask(new LiveCall.Question(
                provider,
                BaseUrl.parse(url, spec.allowPrivateNetwork()),
                spec.allowPrivateNetwork(),
                spec.headers(),
                secret,
                model,
                spec.apiVersion()));
        return new TestResult(answer.ok(), answer.status(), answer.latencyMs(), model, answer.message());
    }

    private static TestResult untried(String model, String reason) {
        return new TestResult(false, null, 0, model, reason);
    }

    private String model(String account, Provider provider, @Nullable String asked) {
        if (asked != null && !asked.isBlank()) {
            return asked;
        }
        return live.objects(Kind.MODEL).values().stream()
                .filter(object -> !object.name().endsWith("*"))
                .map(object -> (ModelSpec) object.spec())
                .filter(model -> model.account().equals(account))
                .map(ModelSpec::upstream)
                .findFirst()
                .or(() -> Optional.ofNullable(provider.testModel()))
                .orElseThrow(() -> Refusal.field("model", "is required: the account has no Model to try yet"));
    }

    private Optional<String> secret(String account, String credential, SecretSource source) {
        if (source.envelope() != null) {
            return Optional.of(vault.open(account, new SecretPlace(0, credential, "secret"), source.envelope()));
        }
        return local.find(source);
    }
}
