package dev.sluice.gateway.provider.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.contract.policy.CompiledModel;
import dev.sluice.contract.policy.ModelSpec.UnsupportedParameters;
import dev.sluice.gateway.error.GatewayError;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.Encoded;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bodies that are no chats. */
class OtherBodiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static byte[] body(String more) {
        return ("{'model':'m'" + more + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static CompiledModel target(String provider, @Nullable UnsupportedParameters rule) {
        return Targets.of(provider, "some-model", rule);
    }

    private static @Nullable Encoded embeddings(String provider, @Nullable UnsupportedParameters rule, String more) {
        return VendorShape.ofEmbeddings(body(more), target(provider, rule));
    }

    private static JsonNode sent(@Nullable Encoded shaped) throws Exception {
        return JSON.readTree(Objects.requireNonNull(shaped).body());
    }

    @Test
    void pitfall24DimensionsThatAVendorRefusesAreRefused() {
        GatewayError error = catchThrowableOfType(
                        GatewayException.class, () -> embeddings("nvidia", null, ",'input':'a','dimensions':64"))
                .error();

        assertThat(error)
                .isInstanceOfSatisfying(
                        GatewayError.UnsupportedParameter.class,
                        e -> assertThat(e.param()).isEqualTo("dimensions"));
    }

    @Test
    void pitfall24DimensionsAreDroppedOrSentWhereTheModelSaysSo() throws Exception {
        Encoded dropped = embeddings("nvidia", UnsupportedParameters.DROP, ",'input':'a','dimensions':64");

        assertThat(sent(dropped).has("dimensions")).isFalse();
        assertThat(Objects.requireNonNull(dropped).dropped()).containsExactly("dimensions");
        assertThat(embeddings("nvidia", UnsupportedParameters.FORWARD, ",'input':'a','dimensions':64"))
                .isNull();
    }

    @Test
    void pitfall24DimensionsHaveAnotherNameAtMistral() throws Exception {
        Encoded shaped = embeddings("mistral", null, ",'input':'a','dimensions':64,'user':'u'");

        assertThat(sent(shaped)).isEqualTo(JSON.readTree(body(",'input':'a','output_dimension':64")));
        assertThat(Objects.requireNonNull(shaped).dropped()).containsExactly("user");
    }

    @Test
    void leavesEmbeddingsOfOthersAlone() {
        assertThat(embeddings("openai", null, ",'input':'a','dimensions':64,'user':'u'"))
                .isNull();
        assertThat(embeddings("together", null, ",'input':'a','dimensions':64")).isNull();
        assertThat(embeddings("mistral", null, ",'input':['a']")).isNull();
    }

    @Test
    void shapesCompletionsAsChats() throws Exception {
        Encoded shaped = VendorShape.ofCompletion(
                body(",'prompt':'a','suffix':'b','echo':true,'max_tokens':9,'user':'u','seed':1,'store':true"),
                target("mistral", null));

        assertThat(sent(shaped))
                .isEqualTo(
                        JSON.readTree(body(",'prompt':'a','suffix':'b','echo':true,'max_tokens':9,'random_seed':1")));
        assertThat(Objects.requireNonNull(shaped).dropped()).containsExactlyInAnyOrder("user", "store");
        assertThat(VendorShape.ofCompletion(body(",'prompt':'a','max_tokens':9"), target("groq", null)))
                .isNull();
        assertThat(VendorShape.ofCompletion(body(",'prompt':'a','user':'u'"), target("openai", null)))
                .isNull();
    }

    @Test
    void shapesResponsesButLeavesTheirKeepingAlone() throws Exception {
        Encoded shaped = VendorShape.ofResponses(
                body(",'input':'a','store':true,'metadata':{'a':'b'},'service_tier':'flex','max_output_tokens':9"),
                target("xai", null));

        assertThat(sent(shaped)).isEqualTo(JSON.readTree(body(",'input':'a','store':true,'max_output_tokens':9")));
        assertThat(Objects.requireNonNull(shaped).dropped()).containsExactlyInAnyOrder("metadata", "service_tier");
        assertThat(VendorShape.ofResponses(body(",'input':'a','metadata':{'a':'b'}"), target("openai", null)))
                .isNull();
    }
}
