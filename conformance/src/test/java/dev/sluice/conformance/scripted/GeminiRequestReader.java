package dev.sluice.conformance.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads Gemini's {@code generateContent}, for a model of the third generation. */
final class GeminiRequestReader {
    /** What Google lets pass where a signature was lost, as it is and as base64. */
    private static final List<String> NO_SIGNATURE =
            List.of("skip_thought_signature_validator", "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=");

    private static final String CONFIG = "temperature topP topK maxOutputTokens stopSequences candidateCount seed"
            + " presencePenalty frequencyPenalty responseMimeType responseSchema responseJsonSchema thinkingConfig"
            + " responseLogprobs logprobs";

    private final Asking asking = new Asking();
    /** Functions that were called and not answered yet: they have no ids, so the order tells. */
    private final Deque<String> called = new ArrayDeque<>();

    private final Member request;
    private final Signatures signatures;
    private boolean currentTurn;

    private GeminiRequestReader(JsonNode body, Signatures signatures) {
        request = Member.of(body);
        this.signatures = signatures;
    }

    static Understood read(JsonNode body, Signatures signatures) {
        GeminiRequestReader reader = new GeminiRequestReader(body, signatures);
        reader.request.object(
                "contents systemInstruction tools toolConfig generationConfig safetySettings cachedContent labels");
        reader.tools();
        reader.config(reader.request.get("generationConfig"));
        reader.contents();
        return reader.asking.understood();
    }

    private void tools() {
        for (Member tool : request.get("tools").elements()) {
            for (Member function : tool.object("functionDeclarations")
                    .get("functionDeclarations")
                    .elements()) {
                function.object("name description parameters parametersJsonSchema");
                JsonNode schema = function.json().path("parametersJsonSchema");
                asking.offer(function.get("name").matching("[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}"), schema);
            }
        }
        Member choice = request.get("toolConfig");
        if (choice.isSaid()) {
            choice.require(asking.offers(), "Function calling config is set without function_declarations");
            Member config = choice.object("functionCallingConfig").get("functionCallingConfig");
            String mode = config.object("mode allowedFunctionNames").get("mode").oneOf("AUTO ANY NONE VALIDATED");
            if (mode.equals("NONE")) {
                asking.callNothing();
            }
            config.get("allowedFunctionNames").elements().forEach(name -> asking.callOnly(name, name.text()));
        }
    }

    private void config(Member config) {
        if (!config.isSaid()) {
            return;
        }
        config.object(CONFIG);
        config.get("temperature").number(0, 2);
        config.get("topP").number(0, 1);
        if (config.has("responseJsonSchema")) {
            config.get("responseMimeType").oneOf("application/json");
            asking.answerFits(config.get("responseJsonSchema").json());
        }
        Member thinking = config.get("thinkingConfig");
        if (thinking.isSaid()) {
            thinking.object("includeThoughts thinkingBudget thinkingLevel");
            thinking.require(
                    !thinking.has("thinkingBudget") || !thinking.has("thinkingLevel"),
                    "You can only set only one of thinking budget and thinking level.");
            if (thinking.has("thinkingLevel")) {
                thinking.get("thinkingLevel").oneOf("low medium high");
            }
            if (thinking.get("includeThoughts").flag()) {
                asking.think();
            }
        }
    }

    private void contents() {
        List<Member> contents = request.get("contents").elements();
        request.get("contents").require(!contents.isEmpty(), "contents are required");
        contents.getFirst().get("role").oneOf("user");
        int question = lastQuestion(contents);
        String before = "";
        for (int i = 0; i < contents.size(); i++) {
            Member content = contents.get(i);
            String role = content.object("role parts").get("role").oneOf("user model");
            content.require(!role.equals(before), "roles must alternate between user and model");
            before = role;
            currentTurn = i > question;
            content.require(!content.get("parts").elements().isEmpty(), "must include at least one parts field");
            if (role.equals("user")) {
                user(content);
            } else {
                model(content);
            }
        }
    }

    private static int lastQuestion(List<Member> contents) {
        for (int i = contents.size() - 1; i >= 0; i--) {
            boolean text = contents.get(i).get("parts").elements().stream().anyMatch(part -> part.has("text"));
            if (contents.get(i).json().path("role").asText().equals("user") && text) {
                return i;
            }
        }
        return -1;
    }

    private void user(Member content) {
        for (Member part : content.get("parts").elements()) {
            part.object("text inlineData fileData functionResponse");
            if (part.has("functionResponse")) {
                Member response = part.get("functionResponse").object("name response id");
                response.require(!called.isEmpty(), "answers no function call of the turn before");
                response.get("name").oneOf(called.pop());
                response.get("response").require(response.get("response").json().isObject(), "must be an object");
                JsonNode value = response.json().path("response").path("output");
                String result = value.isTextual()
                        ? value.asText()
                        : response.json().path("response").toString();
                asking.modelCalls(response, "only");
                asking.toolAnswers(response, "only", result);
            } else if (part.has("text")) {
                asking.userAdds(part.get("text").filled());
            }
        }
        content.require(
                called.isEmpty(),
                "Please ensure that the number of function response parts is equal to the number of function call parts of"
                        + " the function call turn.");
    }

    private void model(Member content) {
        asking.modelSpeaks();
        boolean first = true;
        for (Member part : content.get("parts").elements()) {
            part.object("text thought thoughtSignature functionCall inlineData");
            Member signature = part.get("thoughtSignature");
            if (signature.isSaid()) {
                signature.require(
                        signatures.isOwn(signature.text()) || NO_SIGNATURE.contains(signature.text()),
                        "Corrupted thought signature.");
            }
            if (part.has("functionCall")) {
                Member call = part.get("functionCall").object("name args id");
                call.require(
                        !currentTurn || !first || signature.isSaid(),
                        "Function call is missing a thought_signature in functionCall parts.");
                call.get("args").require(call.get("args").json().isObject(), "must be an object");
                called.add(call.get("name").text());
                first = false;
            }
        }
    }
}
