package dev.sluice.gateway.provider.anthropic;

import static dev.sluice.gateway.provider.anthropic.Fixtures.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.gateway.error.GatewayException;
import dev.sluice.gateway.inference.chat.Reasoning;
import dev.sluice.gateway.inference.chat.ResponseFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicFormatTest {
    private final Asked asked = new Asked();

    private void schema(String schema) {
        asked.format = new ResponseFormat.JsonSchema("answer", schema.replace('\'', '"'), true);
    }

    @Test
    void holdsTheModelToASchema() {
        schema("{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}");
        asked.reasoning = new Reasoning.Effort("low");
        assertThat(asked.body().path("output_config"))
                .isEqualTo(json("{'effort':'low','format':{'type':'json_schema','schema':{'type':'object',"
                        + "'properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}}}"));
        assertThat(asked.dropped()).isEmpty();
        assertThat(asked.body().has("system")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'object'}|{'type':'object','additionalProperties':false}",
                "{'type':['object','null'],'additionalProperties':true}|{'type':['object','null'],'additionalProperties':false}",
                "{'properties':{'a':{'type':'object'}}}|{'properties':{'a':{'type':'object','additionalProperties':false}},'additionalProperties':false}",
                "{'type':'array','minItems':1,'items':{'type':'object'}}|{'type':'array','minItems':1,'items':{'type':'object','additionalProperties':false}}",
                "{'oneOf':[{'type':'object'},true]}|{'anyOf':[{'type':'object','additionalProperties':false},true]}",
                "{'allOf':[{'$ref':'#/$defs/a'}],'$defs':{'a':{'enum':[1,2]}}}|{'allOf':[{'$ref':'#/$defs/a'}],'$defs':{'a':{'enum':[1,2]}}}",
                "{'type':'string','format':'date'}|{'type':'string','format':'date'}",
            })
    void keepsWhatTheDialectTakes(String schema, String taken) {
        schema(schema);
        assertThat(asked.body().at("/output_config/format/schema")).isEqualTo(json(taken));
    }

    @Test
    void describesWhatTheDialectDoesNotTake() {
        schema("{'type':'string','description':'A name.','minLength':3,'format':'phone'}");
        JsonNode sent = asked.body().at("/output_config/format/schema");
        assertThat(sent.path("description").asText()).isEqualTo("A name.\n\n{\"minLength\":3,\"format\":\"phone\"}");
        assertThat(sent.has("minLength") || sent.has("format")).isFalse();

        schema("{'type':'array','minItems':2}");
        assertThat(asked.body().at("/output_config/format/schema/description").asText())
                .isEqualTo("{\"minItems\":2}");
    }

    @Test
    void asksOlderModelsInWords() {
        schema("{'type':'object'}");
        JsonNode body = asked.body("claude-opus-4-20250514");
        assertThat(body.has("output_config")).isFalse();
        assertThat(body.at("/system/0/text").asText()).contains("{\"type\":\"object\"}");
        assertThat(asked.dropped("claude-opus-4-20250514")).containsExactly("response_format");
    }

    @Test
    void asksForAnyObjectInWords() {
        asked.format = ResponseFormat.JSON_OBJECT;
        assertThat(asked.body().at("/system/0/text").asText()).contains("one JSON object");
        assertThat(asked.dropped()).containsExactly("response_format");
    }

    @Test
    void refusesASchemaThatIsNone() {
        schema("[]");
        assertThatThrownBy(asked::body).isInstanceOf(GatewayException.class);
    }
}
