package dev.sluice.gateway.issuer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.InvalidField;
import dev.sluice.contract.policy.JwksUrl;
import dev.sluice.contract.policy.KeySource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One way from a source to its keys: its metadata first, where that says where they are. Blocks. */
final class KeyFetch {
    static final Duration USUAL_LIFE = Duration.ofHours(1);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final Pattern MAX_AGE = Pattern.compile("(?i)(?:^|[,\\s])max-age\\s*=\\s*\"?([0-9]{1,9})");
    private static final Pattern NOT_KEPT = Pattern.compile("(?i)\\bno-(?:store|cache)\\b");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final IssuerHttp http;
    private final InstantSource clock;

    /** @param life until it should be fetched again */
    record Fetched(KeySet keys, Duration life) {}

    KeyFetch(IssuerHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    Fetched run(KeySource source) throws FetchException {
        String url = source.jwksUrl() == null ? published(source) : source.jwksUrl();
        IssuerHttp.Reply reply = get(url, source, "jwks_uri");
        return new Fetched(KeySet.read(reply.body(), clock.instant()), life(reply.cacheControl()));
    }

    private String published(KeySource source) throws FetchException {
        try {
            JsonNode metadata = JSON.readTree(
                    get(source.metadataUrl(), source, "the issuer").body());
            if (metadata == null || !metadata.path("issuer").asText().equals(source.issuer())) {
                throw new FetchException("its metadata is another issuer's: write issuer exactly as it does there");
            }
            if (!metadata.path("jwks_uri").isTextual()) {
                throw new FetchException("its metadata has no jwks_uri");
            }
            return metadata.path("jwks_uri").asText();
        } catch (JsonProcessingException e) {
            throw new FetchException("its metadata is not JSON");
        }
    }

    private IssuerHttp.Reply get(String url, KeySource source, String what) throws FetchException {
        try {
            return http.get(JwksUrl.parse(url, source.allowPrivateNetwork()), source.allowPrivateNetwork());
        } catch (InvalidField e) {
            throw new FetchException(what + " " + e.getMessage());
        }
    }

    static Duration life(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return USUAL_LIFE;
        }
        Matcher maxAge = MAX_AGE.matcher(cacheControl);
        if (NOT_KEPT.matcher(cacheControl).find() || !maxAge.find()) {
            return USUAL_LIFE;
        }
        Duration said = Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
        return said.compareTo(SHORTEST_LIFE) < 0
                ? SHORTEST_LIFE
                : said.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : said;
    }
}
