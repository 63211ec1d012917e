package dev.sluice.gateway.endpoint.openai.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.gateway.error.GatewayError.InvalidRequest;
import dev.sluice.gateway.error.GatewayException;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is named, and what to do about it said: the message repeats the field for those who only see that. */
class BadRequestsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "temperature":2.1                     | temperature           | must be a number from 0 to 2
            "temperature":"1"                     | temperature           | must be a number from 0 to 2
            "top_p":1.01                          | top_p                 | must be a number from 0 to 1
            "frequency_penalty":-3                | frequency_penalty     | must be a number from -2 to 2
            "presence_penalty":[]                 | presence_penalty      | must be a number from -2 to 2
            "top_k":1.5                           | top_k                 | must be a whole number from -1 to 2147483647
            "seed":1e99                           | seed                  | must be a whole number of 64 bits
            "seed":9223372036854775808            | seed                  | must be a whole number of 64 bits
            "max_tokens":0                        | max_tokens            | must be a whole number of at least 1
            "max_completion_tokens":"5"           | max_completion_tokens | must be a whole number of at least 1
            "max_completion_tokens":1e999999999   | max_completion_tokens | must be a whole number of at least 1
            "n":0                                 | n                     | must be a whole number from 1 to 128
            "stop":{}                             | stop                  | must be an array
            "stop":["a",""]                       | stop[1]               | must not be empty
            "stop":["a",1]                        | stop[1]               | must be a string
            "stream":"yes"                        | stream                | must be true or false
            "user":1                              | user                  | must be a string
            "response_format":"json"              | response_format       | must be an object
            "response_format":{}                  | response_format.type  | is required: send a string
            "response_format":{"type":"xml"}      | response_format.type  | must be text, json_object or json_schema
            "response_format":{"type":"json_schema"}                               | response_format.json_schema        | is required: send an object
            "response_format":{"type":"json_schema","json_schema":{"name":"a"}}    | response_format.json_schema.schema | is required: send an object
            "response_format":{"type":"json_schema","json_schema":{"schema":{}}}   | response_format.json_schema.name   | is required: send a string
            "reasoning_effort":"huge"             | reasoning_effort      | must be none, minimal, low, medium, high, xhigh or max
            "thinking":true                       | thinking              | must be an object
            "thinking":{"type":"on"}              | thinking.type         | must be enabled, adaptive or disabled
            "thinking":{"type":"enabled","budget_tokens":-1} | thinking.budget_tokens | must be a whole number of at least 1
            "tools":{}                            | tools                 | must be an array
            "tools":[1]                           | tools[0]              | must be an object
            "tools":[{"type":"custom"}]           | tools[0].type         | must be function: other tools exist at OpenAI only
            "tools":[{"type":"function"}]         | tools[0].function     | is required: send an object
            "tools":[{"type":"function","function":{"name":""}}]                       | tools[0].function.name       | must not be empty
            "tools":[{"type":"function","function":{"name":"a","parameters":"{}"}}]    | tools[0].function.parameters | must be an object
            "tools":[{"type":"function","function":{"name":"a","strict":1}}]           | tools[0].function.strict     | must be true or false
            "functions":[{}]                      | functions[0].name     | is required: send a string
            "tool_choice":"some"                  | tool_choice           | must be none, auto, required, or an object that names a function
            "tool_choice":1                       | tool_choice           | must be an object
            "tool_choice":"required"              | tool_choice           | requires a tool and there is none: send tools
            "tool_choice":{"type":"custom"}       | tool_choice.type      | must be function or allowed_tools
            "tool_choice":{"type":"function","function":{"name":"a"}} | tool_choice.function.name | is none of the tools: send that tool, or choose one that is there
            "function_call":{"name":"a"}          | function_call.name    | is none of the tools: send that tool, or choose one that is there
            "parallel_tool_calls":0               | parallel_tool_calls   | must be true or false
            """)
    void namesTheFieldAtFault(String fields, String param, String problem) {
        assertRefused(() -> Requests.with(fields), param, problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1                                                     |                  | must be an object
            {}                                                    | .role            | is required: send a string
            {"role":"bot"}                                        | .role            | must be system, developer, user, assistant or tool
            {"role":"user"}                                       | .content         | is required: send a string or an array of parts
            {"role":"user","content":{}}                          | .content         | must be an array
            {"role":"user","content":[1]}                         | .content[0]      | must be an object
            {"role":"user","content":[{}]}                        | .content[0].type | is required: send a string
            {"role":"user","content":[{"type":"refusal"}]}        | .content[0].type | must be text or image_url or input_audio or file in a message of this role
            {"role":"system","content":[{"type":"image_url"}]}    | .content[0].type | must be text in a message of this role
            {"role":"user","content":[{"type":"text","text":1}]}  | .content[0].text | must be a string
            {"role":"user","content":[{"type":"text","text":"a"},{"type":"text"}]}                                    | .content[1].text               | is required: send a string
            {"role":"user","content":[{"type":"image_url","image_url":"https://a"}]}                                  | .content[0].image_url          | must be an object
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"a.png"}}]}                              | .content[0].image_url.url      | must be a web address (https://…) or a data URL (data:image/png;base64,…)
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png,AA"}}]}                  | .content[0].image_url.url      | must be a data URL in base64 that names its media type: data:<type>;base64,…
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:;base64,AA"}}]}                    | .content[0].image_url.url      | must name its media type: data:<type>;base64,…
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,"}}]}             | .content[0].image_url.url      | has no data behind its comma
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:application/pdf;base64,AA"}}]}     | .content[0].image_url.url      | is not of an image but of application/pdf: send it as a file part
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a","detail":"full"}}]}          | .content[0].image_url.detail   | must be low, high, auto or original
            {"role":"user","content":[{"type":"input_audio","input_audio":{"data":""}}]}                              | .content[0].input_audio.data   | must not be empty
            {"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA"}}]}                            | .content[0].input_audio.format | is required: send a string
            {"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}                                        | .content[0].file.file_id       | names a file that only OpenAI has: send its bytes as file_data
            {"role":"user","content":[{"type":"file","file":{}}]}                                                     | .content[0].file.file_data     | is required: send a string
            {"role":"user","content":[{"type":"file","file":{"file_data":"AA=="}}]}                                   | .content[0].file.file_data     | must be a data URL: data:application/pdf;base64,…
            {"role":"user","content":"a","cache_control":"yes"}                                                       | .cache_control                 | must be an object
            {"role":"user","content":[{"type":"text","text":"a","cache_control":1}]}                                  | .content[0].cache_control      | must be an object
            {"role":"assistant","refusal":1}                                                                          | .refusal                       | must be a string
            {"role":"assistant","reasoning_content":{}}                                                               | .reasoning_content             | must be a string
            {"role":"assistant","audio":{"id":"a"}}                                                                   | .audio                         | names sound that only OpenAI has: send its transcript as content
            {"role":"assistant","thinking_blocks":[{"type":"x"}]}                                                     | .thinking_blocks[0].type       | must be thinking or redacted_thinking
            {"role":"assistant","thinking_blocks":[{"type":"thinking"}]}                                              | .thinking_blocks[0].thinking   | is required: send a string
            {"role":"assistant","tool_calls":[{"type":"custom"}]}                                                     | .tool_calls[0].type            | must be function: other calls exist at OpenAI only
            {"role":"assistant","tool_calls":[{"function":{"name":"a"}}]}                                             | .tool_calls[0].id              | is required: send a string
            {"role":"assistant","tool_calls":[{"id":"1","function":{"name":"a","arguments":{}}}]}                     | .tool_calls[0].function.arguments | must be a string
            {"role":"assistant","function_call":{}}                                                                   | .function_call.name            | is required: send a string
            {"role":"tool","content":"a"}                                                                             | .tool_call_id                  | is required: send a string
            {"role":"tool","tool_call_id":"1"}                                                                        | .content                       | is required: send a string or an array of parts
            {"role":"tool","tool_call_id":"1","content":[{"type":"file"}]}                                            | .content[0].type               | must be text or image_url in a message of this role
            {"role":"function","content":"a"}                                                                         | .name                          | is required: send a string
            """)
    void namesTheMessageAtFault(String message, String path, String problem) {
        String param = "messages[1]" + (path == null ? "" : path);

        assertRefused(() -> Requests.turns("{\"role\":\"user\",\"content\":\"hi\"}", message), param, problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|is required: send an array of messages",
                "{\"messages\":null}|is required: send an array of messages",
                "{\"messages\":\"hi\"}|must be an array",
                "{\"messages\":[]}|must have a message that is not empty",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}|must have a message that is not empty"
            })
    void needsMessages(String body, String problem) {
        assertRefused(() -> Requests.decode(body), "messages", problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|the body must be a JSON object in UTF-8",
                "[]|the body must be a JSON object in UTF-8",
                "{\"messages\":[|the body is not valid JSON at byte 13: send a JSON object in UTF-8",
                "{} {}|the body is not valid JSON at byte 3: send a JSON object in UTF-8",
                "{\"a\":NaN}|the body is not valid JSON at byte 8: send a JSON object in UTF-8",
                "{\"a\":1e99999999999}|the body has a number whose exponent is out of range: send it shorter"
            })
    void refusesWhatIsNoObject(String body, String message) {
        InvalidRequest error = refusal(() -> Requests.decode(body));

        assertThat(error.param()).isNull();
        assertThat(error.message()).isEqualTo(message);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] body = "{\"messages\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        body[13] = (byte) 0xff;

        assertThat(refusal(() -> ChatRequestDecoder.decode(body)).param()).isNull();
    }

    private static void assertRefused(ThrowingCallable decoding, String param, String problem) {
        InvalidRequest error = refusal(decoding);

        assertThat(error.param()).isEqualTo(param);
        assertThat(error.message()).isEqualTo(param + " " + problem);
    }

    private static InvalidRequest refusal(ThrowingCallable decoding) {
        return (InvalidRequest)
                catchThrowableOfType(GatewayException.class, decoding).error();
    }
}
