package dev.sluice.gateway.provider.cohere;

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

class CohereRequestEncoderTest {
    private static final String MODEL = "command-a-03-2025";
    private static final String THINKER = "command-a-reasoning-08-2025";
    private static final String TOOLS =
            "'tools':[{'type':'function','function':{'name':'a'}}," + "{'type':'function','function':{'name':'b'}}]";

    private static JsonNode body(ChatRequest request, String model) {
        return json(CohereRequestEncoder.encode(request, model).body());
    }

    private static JsonNode body(String fields) {
        return body(hello(fields), MODEL);
    }

    private static List<String> dropped(String fields, String model) {
        return CohereRequestEncoder.encode(hello(fields), model).dropped();
    }

    @Test
    void sendsWhatTheGoldenRequestMeans() {
        JsonNode golden = json(Wire.file("cohere/request.json"));
        byte[] openai = golden.path("openai_request").toString().getBytes(StandardCharsets.UTF_8);

        Encoded encoded = CohereRequestEncoder.encode(ChatDialect.INSTANCE.request(openai), MODEL);

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
        assertThat(body(""))
                .isEqualTo(json("{'model':'command-a-03-2025','messages':[{'role':'user','content':'Hello'}]}"));
    }

    @Test
    void choosesToolsInItsOwnWords() {
        assertThat(body(TOOLS + ",'tool_choice':'auto'").has("tool_choice")).isFalse();
        assertThat(body(TOOLS + ",'tool_choice':'none'").path("tool_choice").asText())
                .isEqualTo("NONE");
        JsonNode named = body(TOOLS + ",'tool_choice':{'type':'function','function':{'name':'b'}}");
        assertThat(named.path("tool_choice").asText()).isEqualTo("REQUIRED");
        assertThat(named.path("tools")).hasSize(1);
        assertThat(named.at("/tools/0/function/name").asText()).isEqualTo("b");
    }

    @Test
    void holdsTheAnswerToAFormUnlessThereAreTools() {
        String schema =
                "'response_format':{'type':'json_schema','json_schema':{'name':'o','schema':{'type':'object'}}}";
        assertThat(body(schema).path("response_format"))
                .isEqualTo(json("{'type':'json_object','json_schema':{'type':'object'}}"));
        assertThat(body("'response_format':{'type':'json_object'}").path("response_format"))
                .isEqualTo(json("{'type':'json_object'}"));
        JsonNode withTools = body(schema + "," + TOOLS);
        assertThat(withTools.has("response_format")).isFalse();
        assertThat(withTools.at("/messages/0/content").asText()).contains("JSON schema");
        assertThat(dropped(schema + "," + TOOLS, MODEL)).containsExactly("response_format");
    }

    @Test
    void thinksWhereTheModelCan() {
        assertThat(body(hello("'reasoning_effort':'high'"), THINKER).path("thinking"))
                .isEqualTo(json("{'type':'enabled'}"));
        assertThat(body(hello("'reasoning_effort':'none'"), THINKER).path("thinking"))
                .isEqualTo(json("{'type':'disabled'}"));
        assertThat(body(hello("'thinking':{'type':'enabled','budget_tokens':99}"), THINKER)
                        .path("thinking"))
                .isEqualTo(json("{'type':'enabled','token_budget':99}"));
        assertThat(dropped("'reasoning_effort':'high'", MODEL)).containsExactly("reasoning_effort");
        assertThat(dropped("'reasoning_effort':'none'", MODEL)).isEmpty();
    }

    @Test
    void givesThoughtsBackAsThoughtsOrPlans() {
        ChatRequest request = anthropic("'messages':[{'role':'user','content':'q'},{'role':'assistant','content':["
                + "{'type':'thinking','thinking':'hm','signature':'s'},{'type':'tool_use','id':'t','name':'a','input':{'x':1}}]},"
                + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'1'}]}],'tools':"
                + "[{'name':'a','input_schema':{'type':'object'}}]");
        assertThat(body(request, MODEL).at("/messages/1/tool_plan").asText()).isEqualTo("hm");
        assertThat(body(request, THINKER).at("/messages/1/content"))
                .isEqualTo(json("[{'type':'thinking','thinking':'hm'}]"));
        assertThat(body(request, MODEL)
                        .at("/messages/1/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{\"x\":1}");
    }

    @Test
    void staysWithinCoheresRanges() {
        JsonNode body = body("'temperature':2,'top_p':0,'top_k':9000,'presence_penalty':1.5,'stop':['a','b']");
        assertThat(body.path("temperature").asDouble()).isEqualTo(1);
        assertThat(body.path("p").asDouble()).isEqualTo(0.01);
        assertThat(body.path("k").asInt()).isEqualTo(500);
        assertThat(body.path("presence_penalty").asDouble()).isEqualTo(1);
        assertThat(body.path("stop_sequences")).isEqualTo(json("['a','b']"));
        assertThat(dropped("'frequency_penalty':-1,'seed':-4", MODEL)).containsExactly("frequency_penalty", "seed");
    }

    @Test
    void passesItsOwnFields() {
        assertThat(body("'documents':[{'data':{'a':'b'}}],'safety_mode':'OFF'").path("documents"))
                .hasSize(1);
    }

    @Test
    void refusesWhatWouldChangeTheAnswer() {
        assertRefused("stop", "takes 5", () -> body("'stop':['1','2','3','4','5','6']"));
        assertRefused("logprobs", "leave it out", () -> body("'logprobs':true"));
        assertRefused(
                "messages",
                "a document",
                () -> body(
                        chat(
                                "[{'role':'user','content':[{'type':'file','file':{'file_data':'data:application/pdf;base64,AA=='}}]}]"),
                        MODEL));
    }
}
