package dev.sluice.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.endpoint.openai.chat.ChatDialect;
import dev.sluice.gateway.inference.Bytes;
import dev.sluice.gateway.inference.ChatCall;
import dev.sluice.gateway.inference.Payload;
import dev.sluice.gateway.inference.RequestFields;
import dev.sluice.gateway.inference.RequestScanner;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodySpliceTest {
    private static String splice(String body, String upstream, boolean modelFromHeader) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestFields fields = RequestScanner.scan(bytes, Payload.MESSAGES, modelFromHeader);
        return BodySplice.chat(new ChatCall(bytes, fields, ChatDialect.INSTANCE), upstream)
                .toString(StandardCharsets.UTF_8);
    }

    @Test
    void passesTheBodyOnAsItIsWhereTheTargetHasTheClientsName() {
        byte[] bytes = "{\"model\":\"gpt\",\"messages\":[]}".getBytes(StandardCharsets.UTF_8);
        ChatCall call = new ChatCall(bytes, RequestScanner.scan(bytes, Payload.MESSAGES, false), ChatDialect.INSTANCE);

        assertThat(Bytes.of(BodySplice.chat(call, "gpt"))).isSameAs(bytes);
        assertThat(Bytes.of(BodySplice.chat(call, "gpu"))).isNotSameAs(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\",\"messages\":[]}|{\"v\":1,\"messages\":[]}",
                "{\"messages\":[{\"model\":\"m\"}], \"model\" : \"m\\u00e9\" }|{\"messages\":[{\"model\":\"m\"}], \"v\":1 }",
                "{ \"mod\\u0065l\" :  \"m\",\"messages\":[]}|{ \"v\":1,\"messages\":[]}",
            })
    void putsAnotherMemberInThePlaceOfTheModels(String body, String expected) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestFields fields = RequestScanner.scan(bytes, Payload.MESSAGES, false);

        assertThat(BodySplice.insteadOfModel(new ChatCall(bytes, fields, ChatDialect.INSTANCE), "\"v\":1")
                        .toString(StandardCharsets.UTF_8))
                .isEqualTo(expected);
    }

    @Test
    void addsTheMemberWhereTheModelIsInAHeader() {
        byte[] bytes = "{\"messages\":[]}".getBytes(StandardCharsets.UTF_8);
        RequestFields fields = RequestScanner.scan(bytes, Payload.MESSAGES, true);

        assertThat(BodySplice.insteadOfModel(new ChatCall(bytes, fields, ChatDialect.INSTANCE), "\"v\":1")
                        .toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"messages\":[],\"v\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\",\"messages\":[]}|{\"model\":\"UP\",\"messages\":[]}",
                "{\"messages\":[{\"model\":\"m\"}], \"model\" : \"m\\u00e9\" }|{\"messages\":[{\"model\":\"m\"}], \"model\" : \"UP\" }",
                "{\"model\":\"é\",\"messages\":[\"é\"],\"stream\":false}|{\"model\":\"UP\",\"messages\":[\"é\"],\"stream\":false}",
                "{\"model\":\"m\",\"messages\":[],\"stream\":true}|{\"model\":\"UP\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream_options\":null,\"model\":\"m\",\"messages\":[],\"stream\":true}|{\"stream_options\":{\"include_usage\":true},\"model\":\"UP\",\"messages\":[],\"stream\":true}",
                "{\"stream_options\":{ },\"model\":\"m\",\"messages\":[],\"stream\":true}|{\"stream_options\":{\"include_usage\":true},\"model\":\"UP\",\"messages\":[],\"stream\":true}",
                "{\"stream_options\":{\"x\":1},\"model\":\"m\",\"messages\":[],\"stream\":true}|{\"stream_options\":{\"include_usage\":true,\"x\":1},\"model\":\"UP\",\"messages\":[],\"stream\":true}",
                "{\"stream_options\":{\"include_usage\":false,\"x\":1},\"model\":\"m\",\"messages\":[],\"stream\":true}|{\"stream_options\":{\"include_usage\":true,\"x\":1},\"model\":\"UP\",\"messages\":[],\"stream\":true}",
                "{\"stream_options\":{\"include_usage\":true},\"model\":\"m\",\"messages\":[],\"stream\":true}|{\"stream_options\":{\"include_usage\":true},\"model\":\"UP\",\"messages\":[],\"stream\":true}",
                "{\"stream_options\":{},\"model\":\"m\",\"messages\":[]}|{\"stream_options\":{},\"model\":\"UP\",\"messages\":[]}"
            })
    void changesTheModelAndAsksForUsageAndNothingElse(String body, String expected) {
        assertThat(splice(body, "UP", false)).isEqualTo(expected);
    }

    @Test
    void addsTheModelThatAHeaderNames() {
        assertThat(splice("{\"messages\":[]}", "UP", true)).isEqualTo("{\"messages\":[],\"model\":\"UP\"}");
    }

    @Test
    void escapesTheUpstreamName() {
        assertThat(splice("{\"model\":\"m\",\"messages\":[]}", "a\"b\\c", false))
                .isEqualTo("{\"model\":\"a\\\"b\\\\c\",\"messages\":[]}");
    }
}
