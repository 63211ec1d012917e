package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A credential of a user or a service account.
 *
 * @param models patterns of what the key may use of what its owner may; empty denies all
 * @param content the most that the request log may keep of this key's prompts and answers
 * @param explain whether its requests may have their decisions explained; absent: only those of owners who may
 * @param secret where the key itself comes from; absent, the control plane makes one
 */
public record ApiKeySpec(
        String owner,
        @Nullable String team,
        List<String> models,
        List<String> denyModels,
        @Nullable Instant expiresAt,
        List<String> allowedCidrs,
        Map<String, String> metadata,
        @Nullable Content content,
        @Nullable String residency,
        @Nullable Boolean explain,
        @Nullable KeySecret secret)
        implements PolicySpec {

    public ApiKeySpec {
        Subject subject = Subject.parse(owner, "owner");
        if (subject.type() != Subject.Type.USER && subject.type() != Subject.Type.SERVICE_ACCOUNT) {
            throw new InvalidField("owner", "'" + owner + "' cannot own a key: use user:… or serviceAccount:…");
        }
        if (team != null) {
            Check.name(team, "team");
        }
        models = Check.patterns(models, "models");
        denyModels = Check.patterns(denyModels, "denyModels");
        allowedCidrs = Check.list(allowedCidrs, "allowedCidrs");
        for (int i = 0; i < allowedCidrs.size(); i++) {
            Cidr.parse(allowedCidrs.get(i), "allowedCidrs[" + i + "]");
        }
        metadata = Check.tags(metadata, "metadata");
    }

    /** Of a key whose requests are explained to owners who may see that alone. */
    public ApiKeySpec(
            String owner,
            @Nullable String team,
            List<String> models,
            List<String> denyModels,
            @Nullable Instant expiresAt,
            List<String> allowedCidrs,
            Map<String, String> metadata,
            @Nullable Content content,
            @Nullable String residency,
            @Nullable KeySecret secret) {
        this(owner, team, models, denyModels, expiresAt, allowedCidrs, metadata, content, residency, null, secret);
    }

    public Subject ownerSubject() {
        return Subject.parse(owner);
    }

    /** The same spec without a secret: what is stored and read back. */
    public ApiKeySpec withoutSecret() {
        return new ApiKeySpec(
                owner, team, models, denyModels, expiresAt, allowedCidrs, metadata, content, residency, explain, null);
    }

    /** How much of a request's text may be kept. */
    public enum Content {
        OFF,
        MASKED,
        FULL;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Content of(String name) {
            return Arrays.stream(values())
                    .filter(c -> c.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() ->
                            new InvalidField("", "'" + Check.shorten(name) + "' is unknown: use off, masked or full"));
        }
    }

    /** Exactly one of: the hex SHA-256 of the whole key, an environment variable, or a file that holds the key. */
    public record KeySecret(
            @Nullable String sha256,
            @Nullable String env,
            @Nullable String file) {
        private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

        public KeySecret {
            long given = java.util.stream.Stream.of(
                            java.util.Optional.ofNullable(sha256),
                            java.util.Optional.ofNullable(env),
                            java.util.Optional.ofNullable(file))
                    .filter(java.util.Optional::isPresent)
                    .count();
            if (given != 1) {
                throw new InvalidField("", "must have exactly one of sha256, env, file");
            }
            if (sha256 != null && !HEX.matcher(sha256).matches()) {
                throw new InvalidField("sha256", "is not a hash: write 64 lower-case hex digits");
            }
        }
    }
}
