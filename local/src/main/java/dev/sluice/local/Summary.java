package dev.sluice.local;

import java.util.Optional;

/** What a person needs first, ready to be copied. */
record Summary(Terminal terminal, Processes processes, String password, Optional<String> key) {

    void print() {
        terminal.line("");
        terminal.step("console", processes.adminUrl());
        terminal.step("login", Processes.ADMIN_EMAIL + "  " + password);
        if (key.isPresent()) {
            terminal.step("API key", key.get());
            terminal.line("");
            terminal.line(curl(key.get()));
        } else {
            terminal.step("API key", "quickstart was deleted: make another one in the console");
        }
        terminal.line("");
        terminal.line("ready in %.1f s".formatted(terminal.seconds()));
    }

    private String curl(String key) {
        return """
                  curl %s/v1/chat/completions \\
                    -H 'Authorization: Bearer %s' \\
                    -H 'Content-Type: application/json' \\
                    -d '{"model": "demo/chat", "messages": [{"role": "user", "content": "Hello!"}]}'""".formatted(processes.gatewayUrl(1), key);
    }
}
