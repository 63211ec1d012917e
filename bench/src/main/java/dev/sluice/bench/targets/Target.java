package dev.sluice.bench.targets;

import java.util.List;

/** Something that stands between the generator and the mock. Started when it is first needed; the caller closes it. */
public interface Target extends AutoCloseable {
    String DIRECT = "direct";
    String NGINX = "nginx";
    String PORTKEY = "portkey";
    String PASS_THROUGH = "pass-through";
    String FULL = "full";
    String NGINX_TLS = "nginx, TLS";
    String FULL_TLS = "full, TLS";
    /** The mock behind an nginx of its own that speaks TLS, as providers do. */
    String TLS_PROVIDER = "mock over TLS";

    String NGINX_TO_TLS = "nginx, provider over TLS";
    String FULL_TO_TLS = "full, provider over TLS";

    String name();

    /** Version and what is switched on, for the report. */
    String description();

    List<Instance> instances();

    @Override
    void close();

    /** It cannot be had on this machine; the report says why. */
    final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        public Missing(String reason) {
            super(reason);
        }
    }
}
