package dev.sluice.gateway.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.contract.policy.Grant;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a token endpoint said. The body may hold a token, so no message of here quotes it, but for the codes of errors.
 *
 * @param host for messages
 */
record TokenReply(String host, int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Codes of OAuth such as {@code invalid_client}, of Entra such as {@code AADSTS7000215}, of AWS such as {@code AccessDenied}. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    private static final Pattern ENTRA_CODE = Pattern.compile("\\bAADSTS[0-9]+\\b");
    private static final Pattern XML_CODE = Pattern.compile("<Code>([A-Za-z0-9_.]{1,64})</Code>");

    /** @throws ExchangeException when it is no success */
    TokenReply good() throws ExchangeException {
        if (status / 100 != 2) {
            throw new ExchangeException(host + " answered " + status + reason());
        }
        return this;
    }

    JsonNode json() throws ExchangeException {
        JsonNode node = parsed();
        if (!node.isObject()) {
            throw new ExchangeException(host + " answered " + status + " with something that is not JSON");
        }
        return node;
    }

    /** The token of an OAuth answer. */
    Exchange.Granted bearer(Instant now) throws ExchangeException {
        JsonNode node = good().json();
        String token = node.path("access_token").asText();
        long seconds = node.path("expires_in").asLong();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ExchangeException(host + " answered without an access_token");
        }
        Instant end = seconds > 0
                ? now.plusSeconds(seconds)
                : Instant.ofEpochSecond(node.path("expires_on").asLong());
        return new Exchange.Granted(new Grant.Bearer(token), end);
    }

    private JsonNode parsed() {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private String reason() {
        JsonNode node = parsed();
        String code = node.path("error").isObject()
                ? node.path("error").path("status").asText()
                : node.path("error").asText();
        Matcher entra = ENTRA_CODE.matcher(node.path("error_description").asText());
        Matcher xml = XML_CODE.matcher(body);
        if (CODE.matcher(code).matches()) {
            return ": " + code + (entra.find() ? " (" + entra.group() + ")" : "");
        }
        return xml.find() ? ": " + xml.group(1) : "";
    }

    @Override
    public String toString() {
        return "TokenReply[" + host + ", " + status + "]";
    }
}
