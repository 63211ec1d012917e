package dev.sluice.admin;

import dev.sluice.admin.settings.AdminSettings;
import dev.sluice.admin.settings.SettingException;
import dev.sluice.admin.settings.Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the process: the settings are checked before anything else, so a mistake is one line and not a stack trace. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        try {
            AdminSettings settings =
                    AdminSettings.read(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
            checkIsFree(settings.host(), settings.port());
            checkIsFree(settings.host(), settings.managementPort());
            System.setProperty("quarkus.http.host", settings.host());
            System.setProperty("quarkus.http.port", String.valueOf(settings.port()));
            System.setProperty("quarkus.management.host", settings.host());
            System.setProperty("quarkus.management.port", String.valueOf(settings.managementPort()));
        } catch (SettingException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        Quarkus.run(args);
    }

    /** The server would say the same in many lines. */
    private static void checkIsFree(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new SettingException(Settings.SLUICE_HOST, "is '" + host + "'", "an address of this machine");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
        } catch (IOException e) {
            throw new SettingException(
                    Settings.PORT,
                    "leads to " + host + ":" + port + ", which cannot be had (" + e.getMessage() + ")",
                    "a port that is free, with the one 1000 above it, on an address of this machine");
        }
    }
}
