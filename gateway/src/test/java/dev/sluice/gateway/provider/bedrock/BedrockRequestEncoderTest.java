package dev.sluice.gateway.provider.bedrock;

import static dev.sluice.gateway.provider.Wire.anthropic;
import static dev.sluice.gateway.provider.Wire.assertRefused;
import static dev.sluice.gateway.provider.Wire.chat;
import static dev.sluice.gateway.provider.Wire.hello;
import static dev.sluice.gateway.provider.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.Encoded;
import dev.sluice.gateway.provider.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BedrockRequestEncoderTest {
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-6";
    private static final String NOVA = "amazon.nova-pro-v1:0";
    private static final String LLAMA = "meta.llama3-3-70b-instruct-v1:0";
    private static final String PROFILE = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc";

    private static JsonNode body(ChatRequest request, String model) {
        return json(BedrockRequestEncoder.encode(request, model).body());
    }

    private static List<String> dropped(ChatRequest request, String model) {
        return BedrockRequestEncoder.encode(request, model).dropped();
    }

    @Test
    void sendsWhatTheGoldenRequestMeans() {
        JsonNode golden = json(Wire.file("bedrock/request.json"));
        byte[] openai = golden.path("openai_request").toString().getBytes(StandardCharsets.UTF_8);

        Encoded encoded = BedrockRequestEncoder.encode(ChatDialect.INSTANCE.request(openai), CLAUDE);

        assertThat(json(encoded.body())).isEqualTo(golden.at("/expected/body"));
        // The client's stream states its usage, so that option is not left out.
        assertThat(encoded.dropped())
                .containsExactlyInAnyOrderElementsOf(golden.at("/expected/dropped")
                        .valueStream()
                        .map(JsonNode::asText)
                        .filter(name -> !name.equals("stream_options"))
                        .toList());
    }

    @Test
    void sendsNothingThatTheClientDidNotSay() {
        assertThat(body(hello(""), CLAUDE))
                .isEqualTo(json("{'messages':[{'role':'user','content':[{'text':'Hello'}]}]}"));
        assertThat(dropped(hello(""), CLAUDE)).isEmpty();
    }

    @Test
    void asksEachFamilyToThinkInItsOwnWords() {
        ChatRequest high = hello("'reasoning_effort':'high'");
        assertThat(body(high, CLAUDE).path("additionalModelRequestFields"))
                .isEqualTo(json("{'thinking':{'type':'adaptive'},'output_config':{'effort':'high'}}"));
        assertThat(body(high, "anthropic.claude-3-7-sonnet-20250219-v1:0"))
                .isEqualTo(json("{'messages':[{'role':'user','content':[{'text':'Hello'}]}],"
                        + "'inferenceConfig':{'maxTokens':20480},"
                        + "'additionalModelRequestFields':{'thinking':{'type':'enabled','budget_tokens':16384}}}"));
        assertThat(body(high, "openai.gpt-oss-120b-1:0").path("additionalModelRequestFields"))
                .isEqualTo(json("{'reasoning_effort':'high'}"));
        assertThat(body(high, "us.amazon.nova-2-lite-v1:0").path("additionalModelRequestFields"))
                .isEqualTo(json("{'reasoningConfig':{'type':'enabled','maxReasoningEffort':'high'}}"));
        assertThat(body(hello("'reasoning_effort':'high','max_tokens':9"), "amazon.nova-2-lite-v1:0")
                        .at("/additionalModelRequestFields/reasoningConfig/maxReasoningEffort")
                        .asText())
                .isEqualTo("medium");
        for (String model : List.of(NOVA, LLAMA, PROFILE)) {
            assertThat(dropped(high, model)).containsExactly("reasoning_effort");
            assertThat(dropped(hello("'reasoning_effort':'none'"), model)).isEmpty();
        }
    }

    @Test
    void fitsABudgetBelowTheClientsLimit() {
        ChatRequest tight = hello("'thinking':{'type':'enabled','budget_tokens':8000},'max_tokens':4000");
        String claude4 = "anthropic.claude-sonnet-4-20250514-v1:0";
        assertThat(body(tight, claude4)
                        .at("/additionalModelRequestFields/thinking/budget_tokens")
                        .asLong())
                .isEqualTo(2000);
        assertThat(body(tight, claude4).at("/inferenceConfig/maxTokens").asLong())
                .isEqualTo(4000);
        ChatRequest noRoom = hello("'thinking':{'type':'enabled','budget_tokens':8000},'max_tokens':1500");
        assertThat(dropped(noRoom, claude4)).containsExactly("reasoning_effort");
    }

    @Test
    void leavesSamplingOutBesideThoughts() {
        ChatRequest request = hello("'reasoning_effort':'low','temperature':0.2,'top_p':0.5,'top_k':9");
        assertThat(dropped(request, CLAUDE)).containsExactly("temperature", "top_p", "top_k");
        assertThat(body(request, CLAUDE).has("inferenceConfig")).isFalse();
    }

    @Test
    void putsTopKWhereEachFamilyHasIt() {
        ChatRequest request = hello("'top_k':50,'temperature':0.5,'top_p':0.9");
        assertThat(body(request, CLAUDE).path("additionalModelRequestFields")).isEqualTo(json("{'top_k':50}"));
        assertThat(body(request, NOVA).path("additionalModelRequestFields"))
                .isEqualTo(json("{'inferenceConfig':{'topK':50}}"));
        assertThat(body(request, NOVA).path("inferenceConfig")).isEqualTo(json("{'temperature':0.5,'topP':0.9}"));
        assertThat(dropped(request, LLAMA)).containsExactly("top_k");
    }

    @Test
    void addsItsFieldsToTheClientsOwn() {
        ChatRequest request = hello(
                "'top_k':5,'additionalModelRequestFields':{'top_k':1,'anthropic_beta':['x']},'performanceConfig':{'latency':'optimized'}");
        assertThat(body(request, CLAUDE).path("additionalModelRequestFields"))
                .isEqualTo(json("{'top_k':5,'anthropic_beta':['x']}"));
        assertThat(body(request, CLAUDE).at("/performanceConfig/latency").asText())
                .isEqualTo("optimized");
        assertRefused(
                "additionalModelRequestFields",
                "is not an object",
                () -> body(hello("'additionalModelRequestFields':[1]"), CLAUDE));
    }

    @Test
    void setsCachePointsBehindWhatTheyMark() {
        ChatRequest request = anthropic("'system':[{'type':'text','text':'S','cache_control':{'type':'ephemeral'}}],"
                + "'tools':[{'name':'t','input_schema':{'type':'object'},'cache_control':{'type':'ephemeral','ttl':'1h'}}],"
                + "'messages':[{'role':'user','content':[{'type':'text','text':'A','cache_control':{'type':'ephemeral'}},"
                + "{'type':'text','text':'B'}]}]");
        JsonNode body = body(request, CLAUDE);
        assertThat(body.path("system")).isEqualTo(json("[{'text':'S'},{'cachePoint':{'type':'default'}}]"));
        assertThat(body.at("/toolConfig/tools/1")).isEqualTo(json("{'cachePoint':{'type':'default','ttl':'1h'}}"));
        assertThat(body.at("/messages/0/content"))
                .isEqualTo(json("[{'text':'A'},{'cachePoint':{'type':'default'}},{'text':'B'}]"));
        assertThat(dropped(request, CLAUDE)).isEmpty();
        assertThat(dropped(request, LLAMA)).containsExactly("cache_control");
        assertThat(body(request, LLAMA).toString()).doesNotContain("cachePoint");
        assertThat(body(request, PROFILE).toString()).contains("cachePoint");
    }

    @Test
    void holdsTheAnswerToASchemaWhereItCan() {
        ChatRequest request = hello("'response_format':{'type':'json_schema','json_schema':{'name':'out','schema':"
                + "{'type':'object','properties':{'a':{'type':'number'}}}}}");
        JsonNode format = body(request, CLAUDE).at("/outputConfig/textFormat");
        assertThat(format.path("type").asText()).isEqualTo("json_schema");
        assertThat(format.at("/structure/jsonSchema/name").asText()).isEqualTo("out");
        assertThat(json(format.at("/structure/jsonSchema/schema").asText()))
                .isEqualTo(json("{'type':'object','properties':{'a':{'type':'number'}}}"));
        assertThat(dropped(request, NOVA)).containsExactly("response_format");
        assertThat(body(request, NOVA).at("/system/0/text").asText())
                .contains("JSON schema")
                .contains("number");
    }

    @Test
    void saysWhoAsks() {
        ChatRequest request = hello("'user':'u-1','metadata':{'team':'a b'},'service_tier':'priority'");
        JsonNode body = body(request, CLAUDE);
        assertThat(body.path("requestMetadata")).isEqualTo(json("{'team':'a b','user':'u-1'}"));
        assertThat(body.path("serviceTier")).isEqualTo(json("{'type':'priority'}"));
        assertThat(dropped(
                        hello("'user':'ü','service_tier':'scale','metadata':{'a':'" + "x".repeat(257) + "'}"), CLAUDE))
                .containsExactlyInAnyOrder("user", "service_tier", "metadata");
    }

    @Test
    void refusesWhatWouldChangeTheAnswer() {
        assertRefused("logprobs", "leave it out", () -> body(hello("'logprobs':true"), CLAUDE));
        assertRefused(
                "messages",
                "bytes alone",
                () -> body(
                        chat(
                                "[{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://x/y.png'}}]}]"),
                        CLAUDE));
        assertRefused(
                "messages",
                "image/svg",
                () -> body(
                        chat(
                                "[{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/svg+xml;base64,AA=='}}]}]"),
                        CLAUDE));
        assertRefused(
                "messages",
                "audio",
                () -> body(
                        chat(
                                "[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}}]}]"),
                        CLAUDE));
    }
}
