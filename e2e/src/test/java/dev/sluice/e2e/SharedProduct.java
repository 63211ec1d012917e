package dev.sluice.e2e;

import dev.sluice.e2e.product.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One product with two gateways for all tests of this run; it ends with the run. */
final class SharedProduct {
    private static @Nullable Product running;

    private SharedProduct() {}

    static synchronized Product get() {
        Product product = running;
        if (product == null) {
            try {
                Path home = Files.createTempDirectory("sluice-e2e");
                product = new Product(
                                home,
                                Map.of(
                                        "SLUICE_GATEWAYS",
                                        "2",
                                        "SLUICE_RESTART_DELAY",
                                        System.getProperty("e2e.restart.delay", "2s")))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            running = product;
            Runtime.getRuntime().addShutdownHook(new Thread(product::close));
        }
        return product;
    }
}
