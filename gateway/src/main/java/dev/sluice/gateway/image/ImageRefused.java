package dev.sluice.gateway.image;

/** An image that is not fetched, or of no use. Without a stack trace: it is the client's to mend. */
public final class ImageRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String address;

    /**
     * @param address as the client wrote it
     * @param problem what is wrong, and what to do; tells nothing of the network here
     */
    ImageRefused(String address, String problem) {
        super(problem, null, false, false);
        this.address = address;
    }

    public String address() {
        return address;
    }

    public String problem() {
        return String.valueOf(getMessage());
    }
}
