package dev.sluice.admin.problem;

import java.util.Locale;

/** The closed set of codes that clients switch on. */
public enum Code {
    INVALID_REQUEST(400, "The request is not valid"),
    UNKNOWN_FIELD(400, "A field is unknown"),
    UNAUTHENTICATED(401, "Sign in first"),
    FORBIDDEN(403, "Not allowed"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "This path has no such method"),
    CONFLICT(409, "Somebody else changed it"),
    IN_USE(409, "Something refers to it"),
    NAME_TAKEN(409, "The name is taken"),
    FORCE_REQUIRED(409, "This removes a lot"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "This content type is not understood"),
    TOO_MANY_ATTEMPTS(429, "Too many attempts"),
    INTERNAL(500, "Unexpected failure"),
    UNAVAILABLE(503, "Not available now");

    private final int status;
    private final String title;

    Code(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
