package dev.sluice.admin.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a caller of this endpoint must hold. An endpoint without it stops the start. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
    /** No token at all. */
    String NOTHING = "nothing";

    /** A valid token of a user who is not disabled. */
    String SIGN_IN = "sign-in";

    /** A permission such as {@code model:read}; {@code *} in front of the colon is the kind of the {@link OfKind} class. */
    String value();
}
