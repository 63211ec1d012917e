package dev.sluice.gateway.credential;

import dev.sluice.contract.policy.BaseUrl;
import dev.sluice.contract.policy.Identity;
import dev.sluice.contract.policy.InvalidField;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JWT bearer flow of a Google service account: a claim signed with its key, for a token. */
final class GoogleKeyExchange implements Exchange {
    private final TokenHttp http;
    private final InstantSource clock;
    private final Identity.GoogleKey identity;

    GoogleKeyExchange(TokenHttp http, InstantSource clock, Identity.GoogleKey identity) {
        this.http = http;
        this.clock = clock;
        this.identity = identity;
    }

    @Override
    public Granted run() throws ExchangeException {
        GoogleKey key = GoogleKey.parse(identity.json());
        if (!identity.allowPrivateNetwork()) {
            refusePrivate(key.tokenUri());
        }
        Instant asked = clock.instant();
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.put("assertion", key.claim(asked));
        return http.post(key.tokenUri(), Map.of(), TokenHttp.form(form)).bearer(asked);
    }

    /** The address is in the key file, which whoever writes policy may choose: it must not lead inside. */
    private static void refusePrivate(String tokenUri) throws ExchangeException {
        try {
            String host = BaseUrl.parse(tokenUri, false).host();
            for (InetAddress address : InetAddress.getAllByName(host.replaceAll("^\\[|]$", ""))) {
                if (BaseUrl.isPrivate(address)) {
                    throw new ExchangeException("token_uri of the key leads to a private address");
                }
            }
        } catch (InvalidField e) {
            throw new ExchangeException("token_uri of the key is plain http, a private address, or no URL");
        } catch (UnknownHostException e) {
            throw new ExchangeException("token_uri of the key names a host that cannot be resolved");
        }
    }
}
