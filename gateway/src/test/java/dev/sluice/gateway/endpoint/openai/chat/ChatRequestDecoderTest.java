package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.inference.chat.ChatRequest.Role;
import dev.sluice.gateway.inference.chat.ChatRequest.Sampling;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ChatRequest.Turn;
import dev.sluice.gateway.inference.chat.Content.Image;
import dev.sluice.gateway.inference.chat.Content.Source;
import dev.sluice.gateway.inference.chat.Content.Text;
import dev.sluice.gateway.inference.chat.Content.ToolCall;
import dev.sluice.gateway.inference.chat.Content.ToolResult;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestDecoderTest {
    @Test
    void readsARichRequestWhole() {
        ChatRequest request = ChatRequestDecoder.decode(Requests.rich());

        assertThat(request)
                .isEqualTo(new ChatRequest(
                        List.of(
                                new Turn(Role.SYSTEM, List.of(new Text("Be brief."))),
                                new Turn(
                                        Role.USER,
                                        List.of(
                                                new Text("Weather here?"),
                                                new Image(
                                                        new Source.Base64("image/png", "iVBORw0KGgo="), "low", null))),
                                new Turn(
                                        Role.ASSISTANT,
                                        List.of(
                                                new ToolCall("call_a", "weather", "{\"city\":\"Köln\"}"),
                                                new ToolCall("call_b", "now", "{}"))),
                                new Turn(Role.USER, List.of(result("call_a", "{\"t\":21}"), result("call_b", "noon"))),
                                new Turn(Role.SYSTEM, List.of(new Text("Answer in German."))),
                                new Turn(Role.USER, List.of(new Text("And tomorrow?")))),
                        List.of(
                                new Tool(
                                        "weather",
                                        "Weather of a city",
                                        "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\","
                                                + "\"enum\":[\"Köln\",\"Lyon\"]}},\"required\":[\"city\"],"
                                                + "\"additionalProperties\":false}",
                                        true,
                                        null),
                                new Tool("now", "Time", null, null, null)),
                        ToolChoice.REQUIRED,
                        false,
                        OptionalLong.of(256),
                        new Sampling(1.4, 1.0, OptionalInt.empty(), null, null, OptionalLong.of(7), List.of("END")),
                        ResponseFormat.TEXT,
                        Reasoning.UNSAID,
                        true,
                        1,
                        "u-1",
                        Map.of("logit_bias", "{\"50256\":-100}")));
    }

    private static ToolResult result(String id, String text) {
        return new ToolResult(id, List.of(new Text(text)), false, null);
    }

    @Test
    void takesWhatIsAbsentOrNullForUnsaid() {
        ChatRequest bare = Requests.with("\"stream\":false");
        ChatRequest nulls = Requests.with("\"tools\":null,\"tool_choice\":null,\"parallel_tool_calls\":null,"
                + "\"max_completion_tokens\":null,\"max_tokens\":null,\"temperature\":null,\"top_p\":null,"
                + "\"top_k\":null,\"seed\":null,\"stop\":null,\"response_format\":null,\"reasoning_effort\":null,"
                + "\"thinking\":null,\"stream\":null,\"n\":null,\"user\":null,\"logit_bias\":null,"
                + "\"frequency_penalty\":null,\"presence_penalty\":null,\"functions\":null,\"function_call\":null");

        assertThat(nulls).isEqualTo(bare);
        assertThat(bare.others()).isEmpty();
        assertThat(bare.choices()).isEqualTo(1);
        assertThat(bare.maxOutputTokens()).isEmpty();
        assertThat(bare.reasoning()).isEqualTo(Reasoning.UNSAID);
    }

    @Test
    void readsSampling() {
        Sampling sampling = Requests.with("\"temperature\":0,\"top_p\":0.25,\"top_k\":40,\"frequency_penalty\":-2,"
                        + "\"presence_penalty\":1.5,\"seed\":-9007199254740993,\"stop\":[\"a\",\"b\"]")
                .sampling();

        assertThat(sampling)
                .isEqualTo(new Sampling(
                        0.0,
                        0.25,
                        OptionalInt.of(40),
                        -2.0,
                        1.5,
                        OptionalLong.of(-9007199254740993L),
                        List.of("a", "b")));
        assertThat(Requests.with("\"top_k\":-1").sampling().topK()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"max_tokens\":5|5",
                "\"max_tokens\":5,\"max_completion_tokens\":9|9",
                "\"max_completion_tokens\":9.0|9"
            })
    void prefersTheNewNameOfTheOutputLimit(String fields, long limit) {
        assertThat(Requests.with(fields).maxOutputTokens()).hasValue(limit);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"reasoning_effort\":\"none\"|Off[]",
                "\"reasoning_effort\":\"minimal\"|Effort[level=minimal]",
                "\"reasoning_effort\":\"xhigh\"|Effort[level=xhigh]",
                "\"reasoning_effort\":\"max\"|Effort[level=xhigh]",
                "\"thinking\":{\"type\":\"disabled\"}|Off[]",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}|Budget[tokens=2048]",
                "\"thinking\":{\"type\":\"enabled\"}|Adaptive[]",
                "\"thinking\":{\"type\":\"adaptive\"}|Adaptive[]",
                "\"thinking\":{\"type\":\"adaptive\"},\"reasoning_effort\":\"low\"|Effort[level=low]",
                "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":9},\"reasoning_effort\":\"low\"|Budget[tokens=9]",
                "\"thinking\":{\"type\":\"disabled\"},\"reasoning_effort\":\"low\"|Off[]"
            })
    void readsHowMuchToThink(String fields, String reasoning) {
        assertThat(Requests.with(fields).reasoning()).hasToString(reasoning);
    }

    @Test
    void readsTheFormOfTheAnswer() {
        assertThat(Requests.with("\"response_format\":{\"type\":\"text\"}").format())
                .isEqualTo(ResponseFormat.TEXT);
        assertThat(Requests.with("\"response_format\":{\"type\":\"json_object\"}")
                        .format())
                .isEqualTo(ResponseFormat.JSON_OBJECT);
        assertThat(Requests.with("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\","
                                + "\"strict\":true,\"schema\":{\"minimum\":1.50, \"maximum\":1e400}}}")
                        .format())
                .isEqualTo(new ResponseFormat.JsonSchema("a", "{\"minimum\":1.50,\"maximum\":1E+400}", true));
    }

    @Test
    void keepsWhatItDoesNotKnowAsText() {
        assertThat(Requests.with("\"stream_options\":{\"include_usage\":true},\"logprobs\":true,"
                                + "\"metadata\":{\"a\":\"\\u00e9\"},\"x\":[1.0,null],\"verbosity\":\"low\"")
                        .others())
                .isEqualTo(Map.of(
                        "logprobs", "true", "metadata", "{\"a\":\"é\"}", "x", "[1.0,null]", "verbosity", "\"low\""));
    }

    @Test
    void readsNumberOfAnswers() {
        assertThat(Requests.with("\"n\":3").choices()).isEqualTo(3);
    }
}
