package dev.sluice.admin;

import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.settings.SettingException;
import dev.sluice.admin.settings.Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the process: the settings are checked before anything else, so a mistake is one line and not a stack trace. */
@QuarkusMain
public final class Main {
    private static final int MANAGEMENT_OFFSET = 1000;

    private Main() {}

    public static void main(String[] args) {
        try {
            Function<String, Optional<String>> source =
                    name -> ConfigProvider.getConfig().getOptionalValue(name, String.class);
            int port = port(source);
            AdminSettings.read(source);
            if (System.getProperty("quarkus.management.port") == null
                    && System.getenv("QUARKUS_MANAGEMENT_PORT") == null) {
                System.setProperty("quarkus.management.port", String.valueOf(port + MANAGEMENT_OFFSET));
            }
        } catch (SettingException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Quarkus.run(args);
    }

    private static int port(Function<String, Optional<String>> source) {
        String text = source.apply(Settings.PORT.name()).orElse("8081").strip();
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port + MANAGEMENT_OFFSET <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new SettingException(Settings.PORT, "is '" + text + "'", "a number from 1 to 64535");
        }
        throw new SettingException(Settings.PORT, "is '" + text + "'", "a number from 1 to 64535");
    }
}
