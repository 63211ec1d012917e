package dev.sluice.admin.settings;

/** A setting that is missing or malformed: one line that names it, what was read and what is expected. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingException(Settings setting, String read, String expected) {
        this(setting.name(), read, expected);
    }

    SettingException(String name, String read, String expected) {
        super(name + " " + read + ": expected " + expected, null, false, false);
    }
}
