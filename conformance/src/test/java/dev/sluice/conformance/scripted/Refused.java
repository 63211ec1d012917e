package dev.sluice.conformance.scripted;

/** A request that the vendor would refuse with 400, and what it would say. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /** @param path of the member at fault, such as {@code messages[1].role} */
    Refused(String path, String message) {
        super(message);
        this.path = path;
    }

    String path() {
        return path;
    }
}
