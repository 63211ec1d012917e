package dev.sluice.admin.collection;

import dev.sluice.admin.access.OfKind;
import dev.sluice.contract.policy.Kind;
import jakarta.ws.rs.Path;

/** Token issuers: identity providers whose tokens gateways take in place of keys. */
@Path("/token-issuers")
@OfKind(Kind.TOKEN_ISSUER)
public class TokenIssuerResource extends CollectionResource {
    TokenIssuerResource(Access access) {
        super(access);
    }
}
