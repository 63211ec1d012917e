package dev.sluice.admin.provider;

import dev.sluice.admin.access.CurrentCaller;
import dev.sluice.admin.access.OfKind;
import dev.sluice.admin.access.Requires;
import dev.sluice.admin.collection.CollectionResource;
import dev.sluice.admin.gateway.LiveWait;
import dev.sluice.admin.policy.Committed;
import dev.sluice.admin.problem.JsonBody;
import dev.sluice.contract.policy.CredentialSpec;
import dev.sluice.contract.policy.Kind;
import dev.sluice.contract.policy.SecretSource;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/** Provider accounts. */
@Path("/provider-accounts")
@OfKind(Kind.PROVIDER_ACCOUNT)
public class ProviderAccountResource extends CollectionResource {
    private final Accounts accounts;
    private final CurrentCaller caller;
    private final LiveWait wait;

    ProviderAccountResource(Access access, Accounts accounts) {
        super(access);
        this.accounts = accounts;
        caller = access.caller();
        wait = access.liveWait();
    }

    /** @param model upstream name; absent: one of the account's, else the provider's usual small one */
    public record TestRequest(@Nullable String model) {}

    /**
     * Either the value itself, or where gateways find it; of AWS, all the keys.
     *
     * @param value of a secret, of an Entra application's client secret, or of a service account's key
     */
    public record RotateCredential(
            @Nullable String value, @Nullable SecretSource secret, CredentialSpec.@Nullable Aws aws) {
        NewSecret newSecret() {
            if (aws != null) {
                return new NewSecret.Keys(aws);
            }
            return new NewSecret.Single(
                    value == null
                            ? JsonBody.required(secret, "value")
                            : new SecretSource(null, null, value, null, null));
        }

        @Override
        public String toString() {
            return "RotateCredential[***]";
        }
    }

    public record Rotated(long revision) {}

    /** Spends a little of the account's money, so it takes the right to write. */
    @POST
    @Path("/{name}/test")
    @Requires("*:write")
    public AccountTest.TestResult test(
            @PathParam("name") String name,
            @RequestBody(content = @Content(schema = @Schema(implementation = TestRequest.class))) @Nullable
                    String body) {
        TestRequest request = JsonBody.read(body, TestRequest.class);
        return accounts.test(caller.get(), name, request.model());
    }

    @POST
    @Path("/{name}/credentials/{credential}/rotate")
    @Requires("*:write")
    public Rotated rotate(
            @PathParam("name") String name,
            @PathParam("credential") String credential,
            @QueryParam("wait") @Nullable String waitFor,
            @RequestBody(content = @Content(schema = @Schema(implementation = RotateCredential.class))) @Nullable
                    String body) {
        RotateCredential request = JsonBody.read(body, RotateCredential.class);
        Committed<String> committed = accounts.rotate(caller.get(), name, credential, request.newSecret());
        wait.untilLive(waitFor, committed.epoch(), committed.revision());
        return new Rotated(committed.revision());
    }
}
