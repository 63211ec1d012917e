package dev.sluice.admin.provider;

import dev.sluice.admin.access.Caller;
import dev.sluice.admin.intake.CredentialVault;
import dev.sluice.admin.policy.Committed;
import dev.sluice.admin.policy.LivePolicy;
import dev.sluice.admin.policy.Revisions;
import dev.sluice.admin.problem.Code;
import dev.sluice.admin.problem.Refusal;
import dev.sluice.contract.policy.CredentialSpec;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.ObjectId;
import dev.sluice.contract.policy.PolicyObject;
import dev.sluice.contract.policy.ProviderAccountSpec;
import dev.sluice.contract.policy.SecretSource;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with an account beyond reading and writing it. */
@Singleton
public final class Accounts {
    private final Revisions revisions;
    private final LivePolicy live;
    private final CredentialVault vault;
    private final AccountTest test;

    Accounts(Revisions revisions, LivePolicy live, CredentialVault vault, AccountTest test) {
        this.revisions = revisions;
        this.live = live;
        this.vault = vault;
        this.test = test;
    }

    AccountTest.TestResult test(Caller caller, String name, @Nullable String model) {
        ObjectId id = new ObjectId(Kind.PROVIDER_ACCOUNT, name);
        PolicyObject object = live.object(id);
        if (object == null || !caller.mayRead(object)) {
            throw Refusal.notFound(id);
        }
        return test.run(name, (ProviderAccountSpec) object.spec(), model);
    }

    /** Gateways finish what runs with the old secret, and begin nothing more with it. */
    Committed<String> rotate(Caller caller, String name, String credential, NewSecret secret) {
        ObjectId id = new ObjectId(Kind.PROVIDER_ACCOUNT, name);
        return revisions.change(caller, false, draft -> {
            PolicyObject object = draft.get(id);
            if (object == null || !caller.mayRead(object)) {
                throw Refusal.notFound(id);
            }
            ProviderAccountSpec spec = (ProviderAccountSpec) object.spec();
            if (spec.credentials().stream().noneMatch(c -> c.name().equals(credential))) {
                throw Refusal.of(Code.NOT_FOUND, id + " has no credential '" + credential + "'");
            }
            ProviderAccountSpec asWritten = spec.withSecrets((_, kept) -> asWritten(kept));
            List<CredentialSpec> wanted = asWritten.credentials().stream()
                    .map(c -> c.name().equals(credential) ? secret.into(c) : c)
                    .toList();
            draft.put(new PolicyObject(
                    id.kind(),
                    object.metadata().withoutStamps(),
                    vault.seal(name, asWritten.withCredentials(wanted), object)));
            return name;
        });
    }

    private static SecretSource asWritten(SecretSource kept) {
        return kept.envelope() == null ? kept : SecretSource.STORED;
    }
}
