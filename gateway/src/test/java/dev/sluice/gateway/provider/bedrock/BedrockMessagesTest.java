package dev.sluice.gateway.provider.bedrock;

import static dev.sluice.gateway.provider.Wire.anthropic;
import static dev.sluice.gateway.provider.Wire.assertRefused;
import static dev.sluice.gateway.provider.Wire.chat;
import static dev.sluice.gateway.provider.Wire.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.inference.chat.ChatRequest;
import org.junit.jupiter.api.Test;

class BedrockMessagesTest {
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-6";
    private static final String CALL =
            "{'role':'assistant','tool_calls':[{'id':'%s','type':'function','function':{'name':'t','arguments':'{}'}}]},";

    private static JsonNode messages(ChatRequest request) {
        return messages(request, CLAUDE);
    }

    private static JsonNode messages(ChatRequest request, String model) {
        return json(BedrockRequestEncoder.encode(request, model).body()).path("messages");
    }

    @Test
    void pitfall29LetsSidesAlternateAndTheUserBegin() {
        assertThat(
                        messages(
                                chat(
                                        "[{'role':'assistant','content':'Hi. '},{'role':'user','content':'a'},"
                                                + "{'role':'system','content':'S'},{'role':'user','content':'  '},{'role':'user','content':'b'}]")))
                .isEqualTo(json("[{'role':'user','content':[{'text':'.'}]},"
                        + "{'role':'assistant','content':[{'text':'Hi. '}]},"
                        + "{'role':'user','content':[{'text':'a'},{'text':'b'}]}]"));
    }

    @Test
    void stripsTheBeginningOfAnAnswer() {
        assertThat(messages(chat("[{'role':'user','content':'a'},{'role':'assistant','content':'The  '}]"))
                        .at("/1/content/0/text")
                        .asText())
                .isEqualTo("The");
    }

    @Test
    void refusesAConversationOfNothing() {
        assertRefused("messages", "add a user message", () -> messages(chat("[{'role':'system','content':'x'}]")));
    }

    @Test
    void pitfall27PutsResultsFirstAndRefusesThoseWithoutCall() {
        JsonNode user = messages(anthropic("'messages':[{'role':'user','content':'q'},"
                        + "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'t','input':{}}]},"
                        + "{'role':'user','content':[{'type':'text','text':'late'},"
                        + "{'type':'tool_result','tool_use_id':'a','is_error':true,'content':'broken'}]}]"))
                .at("/2/content");
        assertThat(user)
                .isEqualTo(json("[{'toolResult':{'toolUseId':'a','content':[{'text':'broken'}],'status':'error'}},"
                        + "{'text':'late'}]"));
        assertRefused(
                "messages",
                "which the assistant message before it does not call",
                () -> messages(
                        chat("[{'role':'user','content':'q'},{'role':'tool','tool_call_id':'x','content':'1'}]")));
        assertRefused(
                "messages",
                "the call 'a' has no result",
                () -> messages(chat("[{'role':'user','content':'q'}," + CALL.formatted("a")
                        + "{'role':'user','content':'never mind'}]")));
        assertRefused(
                "messages",
                "the call 'a' has no result",
                () -> messages(chat(
                        "[{'role':'user','content':'q'}," + CALL.formatted("a").replaceAll(",$", "") + "]")));
    }

    @Test
    void tellsCallsOfOneIdApart() {
        String round = CALL.formatted("call_0") + "{'role':'tool','tool_call_id':'call_0','content':'1'},";
        JsonNode messages = messages(chat("[{'role':'user','content':'q'}," + round + round + CALL.formatted("a b")
                + "{'role':'tool','tool_call_id':'a b','content':'1'}]"));
        assertThat(messages.at("/1/content/0/toolUse/toolUseId").asText()).isEqualTo("call_0");
        assertThat(messages.at("/2/content/0/toolResult/toolUseId").asText()).isEqualTo("call_0");
        assertThat(messages.at("/3/content/0/toolUse/toolUseId").asText()).isEqualTo("call_0_2");
        assertThat(messages.at("/4/content/0/toolResult/toolUseId").asText()).isEqualTo("call_0_2");
        assertThat(messages.at("/5/content/0/toolUse/toolUseId").asText()).matches("a_b_[0-9a-f]{8}");
        assertThat(messages.at("/6/content/0/toolResult/toolUseId"))
                .isEqualTo(messages.at("/5/content/0/toolUse/toolUseId"));
    }

    @Test
    void givesThoughtsBackToThoseWhoSignedThem() {
        ChatRequest request = anthropic("'messages':[{'role':'user','content':'q'},{'role':'assistant','content':["
                + "{'type':'thinking','thinking':'hm','signature':'c2ln'},{'type':'redacted_thinking','data':'ZGF0YQ=='},"
                + "{'type':'text','text':'a'}]},{'role':'user','content':'more'}]");
        assertThat(messages(request).at("/1/content"))
                .isEqualTo(json("[{'reasoningContent':{'reasoningText':{'text':'hm','signature':'c2ln'}}},"
                        + "{'reasoningContent':{'redactedContent':'ZGF0YQ=='}},{'text':'a'}]"));
        assertThat(messages(request, "amazon.nova-pro-v1:0").at("/1/content")).isEqualTo(json("[{'text':'a'}]"));
        assertThat(messages(chat(
                                "[{'role':'user','content':'q'},{'role':'assistant','reasoning_content':'hm','content':'a'},"
                                        + "{'role':'user','content':'more'}]"))
                        .at("/1/content"))
                .isEqualTo(json("[{'text':'a'}]"));
    }

    @Test
    void leavesOutWhatAnotherProviderSigned() {
        ChatRequest request = anthropic("'messages':[{'role':'user','content':'q'},{'role':'assistant','content':["
                + "{'type':'thinking','thinking':'hm','signature':'gemini:c2ln'},{'type':'redacted_thinking','data':'responses:x'},"
                + "{'type':'text','text':'a'}]},{'role':'user','content':'more'}]");

        assertThat(messages(request).at("/1/content")).isEqualTo(json("[{'text':'a'}]"));
    }

    @Test
    void namesDocumentsApartAndNeverSendsThemAlone() {
        String file = "{'type':'file','file':{'filename':'%s','file_data':'data:application/pdf;base64,AA=='}}";
        JsonNode content = messages(chat("[{'role':'user','content':[" + file.formatted("Bericht_März.pdf") + ","
                        + file.formatted("Bericht_März.pdf") + "]}]"))
                .at("/0/content");
        assertThat(content.path(0))
                .isEqualTo(json("{'document':{'format':'pdf','name':'Bericht-M-rz','source':{'bytes':'AA=='}}}"));
        assertThat(content.at("/1/document/name").asText()).isEqualTo("Bericht-M-rz 2");
        assertThat(content.path(2)).isEqualTo(json("{'text':'.'}"));
        assertRefused(
                "messages",
                "application/zip",
                () -> messages(chat("[{'role':'user','content':[{'type':'file','file':{'filename':'x.zip',"
                        + "'file_data':'data:application/zip;base64,AA=='}}]}]")));
    }

    @Test
    void keepsArgumentsThatAreCutOff() {
        assertThat(messages(chat("[{'role':'user','content':'q'},{'role':'assistant','tool_calls':[{'id':'a',"
                                + "'type':'function','function':{'name':'t','arguments':'{broken'}}]},"
                                + "{'role':'tool','tool_call_id':'a','content':''}]"))
                        .at("/1/content/0/toolUse/input"))
                .isEqualTo(json("{'_raw':'{broken'}"));
    }

    @Test
    void sendsSoundToModelsThatHear() {
        assertThat(messages(
                                chat(
                                        "[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}}]}]"),
                                "amazon.nova-2-omni-v1:0")
                        .at("/0/content/0"))
                .isEqualTo(json("{'audio':{'format':'wav','source':{'bytes':'AA=='}}}"));
    }
}
