package dev.sluice.gateway.wire;

/** Where the headers of a reply go. Each name is set once. */
public interface HeaderSink {
    void set(HeaderName name, String value);

    /** One that is not known before it comes. */
    void set(String name, String value);

    /** @param value not negative */
    void set(HeaderName name, long value);

    /** @param seconds not negative; {@code 12s} */
    void setSeconds(HeaderName name, long seconds);

    /**
     * A decimal: {@code setFixed(name, 1500, 3)} is {@code 1.500}.
     *
     * @param value not negative
     * @param places behind the point, 1 to 30
     */
    void setFixed(HeaderName name, long value, int places);
}
