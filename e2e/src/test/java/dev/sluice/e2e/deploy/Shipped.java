package dev.sluice.e2e.deploy;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The processes that are shipped as images. */
enum Shipped {
    GATEWAY("gateway", 8080),
    ADMIN_API("admin-api", 8081),
    INGEST_WORKER("ingest-worker", 8082);

    private static final int MANAGEMENT_OFFSET = 1000;

    private final String module;
    private final int port;

    Shipped(String module, int port) {
        this.module = module;
        this.port = port;
    }

    /** The process of an image such as {@code sluice/gateway:0.1.0}; empty for what others make. */
    static Optional<Shipped> ofImage(String image) {
        return Arrays.stream(values())
                .filter(process -> image.startsWith("sluice/" + process.module + ":"))
                .findFirst();
    }

    String module() {
        return module;
    }

    int port() {
        return port;
    }

    int managementPort() {
        return port + MANAGEMENT_OFFSET;
    }

    String dockerfile() {
        return "docker/" + module + ".Dockerfile";
    }

    /** Every variable that the process reads. */
    Set<String> settings() {
        return switch (this) {
            case GATEWAY -> dev.sluice.gateway.Settings.names();
            case ADMIN_API -> dev.sluice.admin.settings.Settings.names();
            case INGEST_WORKER -> dev.sluice.ingest.Settings.names();
        };
    }
}
