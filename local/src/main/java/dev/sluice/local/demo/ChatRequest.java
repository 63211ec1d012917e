package dev.sluice.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A chat completion request, as far as the demo provider cares. */
record ChatRequest(JsonNode json) {
    private static final Pattern ERROR = Pattern.compile("\\[error (\\d{3})]");

    /** @throws InvalidRequestException with a message for the client */
    static ChatRequest parse(byte[] body) throws InvalidRequestException {
        JsonNode json;
        try {
            json = Wire.JSON.readTree(body);
        } catch (IOException e) {
            throw new InvalidRequestException("We could not parse the JSON body of your request.");
        }
        if (!json.path("model").isTextual()) {
            throw new InvalidRequestException("you must provide a model parameter");
        }
        if (!json.path("messages").isArray() || json.path("messages").isEmpty()) {
            throw new InvalidRequestException("'messages' must be an array with at least one message");
        }
        return new ChatRequest(json);
    }

    String model() {
        return json.path("model").asText();
    }

    boolean stream() {
        return json.path("stream").asBoolean();
    }

    boolean wantsUsage() {
        return json.path("stream_options").path("include_usage").asBoolean();
    }

    OptionalInt maxTokens() {
        for (var field : new String[] {"max_completion_tokens", "max_tokens"}) {
            if (json.path(field).isInt()) {
                return OptionalInt.of(Math.max(1, json.path(field).asInt()));
            }
        }
        return OptionalInt.empty();
    }

    /** One token for every four characters of all contents, begun ones included. */
    int promptTokens() {
        var characters = 0;
        for (var message : json.path("messages")) {
            characters += text(message).length();
        }
        return Math.ceilDiv(characters, 4);
    }

    String lastUserText() {
        var last = "";
        for (var message : json.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                last = text(message);
            }
        }
        return last;
    }

    /** Whether the conversation stands at a user's message, not at a tool's result. */
    boolean userSpokeLast() {
        var messages = json.path("messages");
        return messages.path(messages.size() - 1).path("role").asText().equals("user");
    }

    /** The text of the last message, whoever said it. */
    String lastText() {
        var messages = json.path("messages");
        return text(messages.path(messages.size() - 1));
    }

    boolean marked(String marker) {
        return lastUserText().contains("[" + marker + "]");
    }

    /** The status asked for by {@code [error 429]} in the last user message or the model's name. */
    OptionalInt errorAskedFor() {
        var match = ERROR.matcher(model() + " " + lastUserText());
        if (!match.find()) {
            return OptionalInt.empty();
        }
        var status = Integer.parseInt(match.group(1));
        return status >= 400 && status <= 599 ? OptionalInt.of(status) : OptionalInt.empty();
    }

    Duration delay(DemoProvider.Pace pace) {
        return marked("fast") ? Duration.ZERO : pace.perDelta();
    }

    private static String text(JsonNode message) {
        var content = message.path("content");
        if (content.isTextual()) {
            return content.asText();
        }
        var text = new StringBuilder();
        for (var part : content) {
            if (part.path("text").isTextual()) {
                text.append(part.path("text").asText());
            }
        }
        return text.toString();
    }

    /** The client's fault; the message says which. */
    static final class InvalidRequestException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidRequestException(String message) {
            super(message);
        }
    }
}
