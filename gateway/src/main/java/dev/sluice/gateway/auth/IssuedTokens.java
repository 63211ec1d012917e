package dev.sluice.gateway.auth;

import dev.sluice.contract.key.KeyHash;
import dev.sluice.contract.policy.CompiledIssuer;
import dev.sluice.contract.policy.Owner;
import dev.sluice.contract.policy.PolicySnapshot;
import dev.sluice.contract.policy.UnknownSubjects;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens of the issuers that policy names. A good one is remembered, by the hash of the whole of it, until it expires;
 * whatever policy and the issuer's keys decide is looked at for each request. Not thread-safe: one per event loop.
 */
final class IssuedTokens {
    private static final Logger LOG = Logger.getLogger(IssuedTokens.class);
    private static final int REMEMBERED = 1000;

    private final InstantSource clock;
    private final TokenKeys keys;
    private final Map<KeyHash, Known> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyHash, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Known(CompiledIssuer issuer, String kid, TokenKey signedBy, TokenClaims claims) {}

    IssuedTokens(InstantSource clock, TokenKeys keys) {
        this.clock = clock;
        this.keys = keys;
    }

    /** @return null when the token is not remembered, or would have to be checked anew */
    @Nullable
    Principal remembered(PolicySnapshot policy, KeyHash token) {
        Known found = known.get(token);
        if (found == null) {
            return null;
        }
        if (!isGood(policy, found)) {
            known.remove(token);
            return null;
        }
        return principal(policy, found);
    }

    @SuppressWarnings("ReferenceEquality") // mostly the same ones: there is no need to look into them
    private boolean isGood(PolicySnapshot policy, Known found) {
        CompiledIssuer issuer = policy.issuer(found.issuer.keys().issuer());
        if (issuer == null || (issuer != found.issuer && !issuer.spec().equals(found.issuer.spec()))) {
            return false;
        }
        TokenKey key = keys.key(issuer.keys(), found.kid);
        return key != null
                && (key == found.signedBy || key.equals(found.signedBy))
                && found.claims.expiresAtSeconds() > clock.millis() / 1000 - TokenClaims.LEEWAY_SECONDS;
    }

    /** @return null when it is not good, or its subject is not to be let in */
    @Nullable
    Principal verify(PolicySnapshot policy, String token, KeyHash hash) {
        CompiledIssuer issuer = null;
        try {
            SignedToken signed = SignedToken.read(token);
            issuer = policy.issuer(signed.issuer());
            if (issuer == null) {
                return null;
            }
            signed.checkHeader(issuer);
            TokenKey key = keys.key(issuer.keys(), signed.kid());
            if (key == null) {
                throw new TokenRefused("its kid is not known");
            }
            signed.verify(key);
            TokenClaims claims = TokenClaims.check(issuer, signed.claims(), clock.millis() / 1000);
            Known good = new Known(issuer, signed.kid(), key, claims);
            known.put(hash, good);
            return principal(policy, good);
        } catch (TokenRefused e) {
            LOG.debugf(
                    "a token %s is refused: %s",
                    issuer == null ? "of nobody known" : "for TokenIssuer " + issuer.name(), e.getMessage());
            return null;
        }
    }

    private static @Nullable Principal principal(PolicySnapshot policy, Known good) {
        CompiledIssuer issuer = good.issuer;
        Owner owner = policy.owner(good.claims.subject());
        if (owner == null && issuer.spec().unknownSubjects() == UnknownSubjects.ALLOW) {
            owner = policy.stranger(good.claims.subject());
        }
        if (owner == null || owner.disabled()) {
            LOG.debugf(
                    "a token for TokenIssuer %s is refused: %s is %s",
                    issuer.name(), good.claims.subject(), owner == null ? "not in policy" : "disabled");
            return null;
        }
        for (String team : good.claims.teams()) {
            if (policy.hasTeam(team)) {
                owner = policy.inTeam(owner, team);
                break;
            }
        }
        return new TokenBearer(owner, issuer, good.claims.metadata());
    }
}
