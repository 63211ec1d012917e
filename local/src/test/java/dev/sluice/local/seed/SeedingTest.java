package dev.sluice.local.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.local.process.StartException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedingTest {
    private static final String DEMO = "http://127.0.0.1:8083/v1";

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> messages = new ArrayList<>();
    private FakeAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = new FakeAdmin();
    }

    @AfterEach
    void stop() {
        admin.close();
        http.close();
    }

    @Test
    void createsEverythingInAnOrderThatHolds() throws Exception {
        var key = seed(Map.of(), Optional.empty());

        assertThat(key).contains("sl_6");
        assertThat(admin.writes)
                .containsExactly(
                        "PUT /teams/everyone",
                        "PUT /service-accounts/quickstart",
                        "PUT /provider-accounts/demo",
                        "PUT /models/demo/chat",
                        "PUT /access-rules/everyone-everything",
                        "POST /api-keys");
        var model = new ObjectMapper().readTree(admin.objects.get("/models/demo/chat"));
        assertThat(model.at("/metadata/name").asText()).isEqualTo("demo/chat");
        assertThat(model.at("/spec/price/output").asText()).isEqualTo("1.50");
        var account = new ObjectMapper().readTree(admin.objects.get("/provider-accounts/demo"));
        assertThat(account.at("/spec/baseUrl").asText()).isEqualTo(DEMO);
        assertThat(account.at("/spec/credentials/0/secret/value").asText()).isEqualTo("demo");
    }

    @Test
    void createsNothingTwiceAndKeepsTheKey() throws Exception {
        var key = seed(Map.of(), Optional.empty());
        admin.writes.clear();

        assertThat(seed(Map.of(), key)).isEqualTo(key);
        assertThat(admin.writes).isEmpty();
    }

    @Test
    void leavesDeletedAndForeignObjectsAlone() throws Exception {
        admin.objects.put("/teams/everyone", "made by somebody else");
        seed(Map.of(), Optional.empty());
        assertThat(admin.objects).containsEntry("/teams/everyone", "made by somebody else");

        admin.objects.remove("/access-rules/everyone-everything");
        admin.objects.remove("/teams/everyone");
        admin.objects.remove("/api-keys/quickstart");
        admin.writes.clear();

        assertThat(seed(Map.of(), Optional.of("sl_6"))).isEmpty();
        assertThat(admin.writes).isEmpty();
    }

    @Test
    void rotatesAKeyThatWasLost() throws Exception {
        seed(Map.of(), Optional.empty());
        admin.writes.clear();

        assertThat(seed(Map.of(), Optional.empty())).contains("sl_7");
        assertThat(admin.writes).containsExactly("POST /api-keys/quickstart/rotate");
    }

    @Test
    void registersProvidersWhoseKeysItFinds() throws Exception {
        var environment = Map.of("OPENAI_API_KEY", "sk-1", "ANTHROPIC_API_KEY", " ", "GOOGLE_API_KEY", "g-1");
        seed(environment, Optional.empty());

        assertThat(admin.objects)
                .containsKeys("/provider-accounts/openai", "/models/openai/*", "/provider-accounts/gemini")
                .doesNotContainKey("/provider-accounts/anthropic");
        var account = new ObjectMapper().readTree(admin.objects.get("/provider-accounts/openai"));
        assertThat(account.at("/spec/credentials/0/secret/value").asText()).isEqualTo("sk-1");
        var model = new ObjectMapper().readTree(admin.objects.get("/models/openai/*"));
        assertThat(model.at("/spec/upstream").asText()).isEqualTo("*");
        assertThat(messages).anyMatch(line -> line.startsWith("provider openai registered"));
        assertThat(String.join("", messages) + Files.readString(dir.resolve("seeded")))
                .doesNotContain("sk-1");
    }

    @Test
    void goesOnWithoutAProviderThatIsRefused() throws Exception {
        admin.refused = "/provider-accounts/openai";

        assertThat(seed(Map.of("OPENAI_API_KEY", "sk-1"), Optional.empty())).isPresent();
        assertThat(messages).anyMatch(line -> line.equals("not created: provider-accounts/openai: 400 unlucky"));
    }

    @Test
    void failsWhenADemoObjectIsRefused() {
        admin.refused = "/models/demo";

        assertThatThrownBy(() -> seed(Map.of(), Optional.empty()))
                .isInstanceOf(StartException.class)
                .hasMessage("admin-api refused models/demo/chat: 400 unlucky");
    }

    @Test
    void knowsThatThePasswordWasChanged() throws Exception {
        assertThat(seeding().login("admin@example.com", "wrong")).isFalse();
    }

    private Optional<String> seed(Map<String, String> environment, Optional<String> kept) throws Exception {
        var seeding = seeding();
        assertThat(seeding.login("admin@example.com", "right")).isTrue();
        seeding.basics(DEMO);
        seeding.providers(environment);
        return seeding.key(kept);
    }

    private Seeding seeding() {
        return new Seeding(http, admin.url(), dir.resolve("seeded"), messages::add);
    }
}
