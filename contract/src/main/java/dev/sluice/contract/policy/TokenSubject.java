package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Who a token speaks for.
 *
 * @param claim whose value is the name; see {@link ClaimPath}
 */
public record TokenSubject(String claim, As as) {
    static final TokenSubject USUAL = new TokenSubject("sub", As.USER);

    public TokenSubject {
        claim = claim == null ? "sub" : claim;
        as = as == null ? As.USER : as;
        ClaimPath.parse(claim, "claim");
    }

    /** The kind of object that has the name. */
    public enum As {
        USER("user", Subject.Type.USER),
        SERVICE_ACCOUNT("serviceAccount", Subject.Type.SERVICE_ACCOUNT);

        private final String wireName;
        private final Subject.Type type;

        As(String wireName, Subject.Type type) {
            this.wireName = wireName;
            this.type = type;
        }

        @JsonValue
        public String wireName() {
            return wireName;
        }

        public Subject.Type type() {
            return type;
        }

        @JsonCreator
        static As of(String name) {
            return Check.word(values(), As::wireName, name, "a kind of subject");
        }
    }
}
