package dev.sluice.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationStartTest {
    private static String of(String body) {
        return ConversationStart.of(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'model':'m','messages':[{'role':'system','content':'S'},{'role':'user','content':'%s'}%s]}",
                "{'system':[{'type':'text','text':'S','cache_control':{'type':'ephemeral'}}],'messages':[{'role':'user','content':'%s'}%s]}",
                "{'messages':[{'content':[{'type':'text','text':'%s'}],'role':'user'}%s],'stream':true}",
                "{'instructions':'S','input':[{'role':'user','content':'%s'}%s]}",
            })
    void isTheSameForAllTurnsAndAnotherForOthers(String form) {
        String first = of(form.formatted("Hello", ""));
        String second = of(
                form.formatted("Hello", ",{'role':'assistant','content':'Hi'},{'role':'user','content':'And then?'}"));

        assertThat(first).isNotEmpty().isEqualTo(second);
        assertThat(of(form.formatted("Good morning", ""))).isNotEqualTo(first);
    }

    @Test
    void looksAtTheSystemPrompt() {
        String form = "{'system':'%s','messages':[{'role':'user','content':'Hi'}]}";
        assertThat(of(form.formatted("A"))).isNotEqualTo(of(form.formatted("B")));
    }

    @Test
    void leavesOutWhatMovesFromTurnToTurn() {
        String form = "{'messages':[{'role':'user','content':[{'type':'text','text':'Hi'%s}]}]}";
        assertThat(of(form.formatted(",'cache_control':{'type':'ephemeral'}"))).isEqualTo(of(form.formatted("")));
    }

    @Test
    void endsWhereNoUserSaysAnything() {
        String many = "{'role':'tool','content':'x'},".repeat(8);
        assertThat(of("{'messages':[" + many + "{'role':'user','content':'a'}]}"))
                .isEqualTo(of("{'messages':[" + many + "{'role':'user','content':'b'}]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'prompt':'Once upon'}", "{'previous_response_id':'r'}", "{'messages':", "[]", ""})
    void isEmptyWithoutMessages(String body) {
        assertThat(of(body)).isEmpty();
    }

    @Test
    void takesATextForInput() {
        assertThat(of("{'input':'Hello'}")).isNotEmpty().isNotEqualTo(of("{'input':'Bye'}"));
    }
}
