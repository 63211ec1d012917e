package dev.sluice.admin.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Gives the settings to whoever needs them. */
@ApplicationScoped
class SettingsSource {
    @Produces
    @Singleton
    AdminSettings settings(Config config) {
        return AdminSettings.read(name -> config.getOptionalValue(name, String.class));
    }
}
