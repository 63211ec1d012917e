package dev.sluice.gateway.credential;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.policy.AwsKeys;
import dev.sluice.contract.policy.Grant;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys that expire, in the two forms that AWS answers in. */
final class AwsReplies {
    private AwsReplies() {}

    /** Of a metadata service. */
    static Exchange.Granted json(TokenReply reply) throws ExchangeException {
        JsonNode keys = reply.good().json();
        return granted(
                reply,
                keys.path("AccessKeyId").asText(),
                keys.path("SecretAccessKey").asText(),
                keys.path("Token").asText(),
                keys.path("Expiration").asText());
    }

    /** Of the token service. */
    static Exchange.Granted xml(TokenReply reply) throws ExchangeException {
        String xml = reply.good().body();
        return granted(
                reply,
                element(xml, "AccessKeyId"),
                element(xml, "SecretAccessKey"),
                element(xml, "SessionToken"),
                element(xml, "Expiration"));
    }

    private static Exchange.Granted granted(
            TokenReply reply, String id, String secret, String session, String expiration) throws ExchangeException {
        if (!isText(id) || !isText(secret) || !isText(session)) {
            throw new ExchangeException(reply.host() + " answered without keys");
        }
        try {
            return new Exchange.Granted(new Grant.Keys(new AwsKeys(id, secret, session)), Instant.parse(expiration));
        } catch (DateTimeException e) {
            throw new ExchangeException(reply.host() + " did not say when its keys expire");
        }
    }

    private static boolean isText(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** These hold base64 and times: nothing that XML would escape. */
    private static String element(String xml, String name) {
        Matcher found =
                Pattern.compile("<" + name + ">\\s*([^<]*?)\\s*</" + name + ">").matcher(xml);
        return found.find() ? found.group(1) : "";
    }
}
