package dev.sluice.gateway.wire;

import io.vertx.core.MultiMap;

/** The headers that a framework holds and encodes. A name that is set again takes the place of what it was, as errors need it. */
public record HeaderMap(MultiMap headers) implements HeaderSink {
    @Override
    public void set(HeaderName name, String value) {
        headers.set(name.name(), value);
    }

    @Override
    public void set(String name, String value) {
        headers.set(name, value);
    }

    @Override
    public void set(HeaderName name, long value) {
        headers.set(name.name(), Long.toString(value));
    }

    @Override
    public void setSeconds(HeaderName name, long seconds) {
        headers.set(name.name(), seconds + "s");
    }

    @Override
    public void setFixed(HeaderName name, long value, int places) {
        headers.set(name.name(), Decimals.fixed(value, places));
    }
}
