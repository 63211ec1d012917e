package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A dialect of clients: how it asks for a feature, and where in an answer it looks. */
enum MatrixClient {
    CHAT("OpenAI chat completions and embeddings", "/v1/chat/completions", EnumSet.allOf(Feature.class)) {
        @Override
        String asked(Feature feature) {
            return switch (feature) {
                case TOOLS, STREAMED_TOOLS, SIGNATURE ->
                    USER + "],'tools':[{'type':'function','function':{'name':'weather','parameters':" + SCHEMA + "}}]"
                            + (feature == Feature.SIGNATURE ? ",'reasoning_effort':'low'" : "");
                case IMAGES ->
                    "'messages':[{'role':'user','content':[{'type':'text','text':'What is it?'},"
                            + "{'type':'image_url','image_url':{'url':'data:image/png;base64," + IMAGE + "'}}]}]";
                case REASONING -> USER + "],'reasoning_effort':'low'";
                case STRUCTURED ->
                    USER
                            + "],'response_format':{'type':'json_schema','json_schema':{'name':'place','strict':true,'schema':"
                            + SCHEMA + "}}";
                case SEVERAL -> USER + "],'n':2";
                default -> USER + "]";
            };
        }

        @Override
        void answered(ObjectNode asked, JsonNode reply) {
            JsonNode message = reply.at("/choices/0/message");
            asked.withArray("messages")
                    .add(message)
                    .addObject()
                    .put("role", "tool")
                    .put("content", "12 °C")
                    .put("tool_call_id", message.at("/tool_calls/0/id").asText());
        }

        @Override
        List<String> places(String what) {
            return switch (what) {
                case "text" -> List.of("/choices/0/message/content", "/choices/0/delta/content");
                case "citation" -> List.of("/choices/0/message/annotations/0/url_citation/url");
                case "image" -> List.of("/choices/0/message/images/0/image_url/url");
                case "second" -> List.of("/choices/1/message/content");
                case "reasoning" ->
                    List.of(
                            "/choices/0/message/reasoning_content",
                            "/choices/0/message/reasoning",
                            "/choices/0/message/content/0/thinking/0/text");
                case "tool" ->
                    List.of(
                            "/choices/0/message/tool_calls/0/function/name",
                            "/choices/0/delta/tool_calls/0/function/name");
                default ->
                    List.of(
                            "/choices/0/message/tool_calls/0/function/arguments",
                            "/choices/0/delta/tool_calls/0/function/arguments");
            };
        }
    },

    MESSAGES(
            "Anthropic Messages",
            "/v1/messages",
            EnumSet.complementOf(EnumSet.of(Feature.EMBEDDINGS, Feature.SEVERAL, Feature.IMAGES_OUT))) {
        @Override
        String asked(Feature feature) {
            String limit = "'max_tokens':4000,";
            return limit
                    + switch (feature) {
                        case TOOLS, STREAMED_TOOLS, SIGNATURE ->
                            USER + "],'tools':[{'name':'weather','input_schema':" + SCHEMA + "}]"
                                    + (feature == Feature.SIGNATURE ? THINKING : "");
                        case IMAGES ->
                            "'messages':[{'role':'user','content':[{'type':'text','text':'What is it?'},{'type':'image',"
                                    + "'source':{'type':'base64','media_type':'image/png','data':'" + IMAGE + "'}}]}]";
                        case REASONING -> USER + "]" + THINKING;
                        case STRUCTURED ->
                            USER + "],'output_config':{'format':{'type':'json_schema','schema':" + SCHEMA + "}}";
                        default -> USER + "]";
                    };
        }

        @Override
        void answered(ObjectNode asked, JsonNode reply) {
            String id = "";
            for (JsonNode block : reply.path("content")) {
                id = block.path("type").asText().equals("tool_use")
                        ? block.path("id").asText()
                        : id;
            }
            ArrayNode messages = asked.withArray("messages");
            messages.addObject().put("role", "assistant").set("content", reply.path("content"));
            messages.addObject()
                    .put("role", "user")
                    .putArray("content")
                    .addObject()
                    .put("type", "tool_result")
                    .put("tool_use_id", id)
                    .put("content", "12 °C");
        }

        @Override
        List<String> places(String what) {
            return switch (what) {
                case "text" -> List.of("/content/*/text", "/delta/text");
                case "citation" -> List.of("/content/*/citations/0/url");
                case "reasoning" -> List.of("/content/*/thinking", "/delta/thinking");
                case "tool" -> List.of("/content/*/name", "/content_block/name");
                default -> List.of("/content/*/input", "/delta/partial_json");
            };
        }
    },

    RESPONSES(
            "OpenAI Responses",
            "/v1/responses",
            EnumSet.complementOf(EnumSet.of(Feature.EMBEDDINGS, Feature.SEVERAL))) {
        @Override
        String asked(Feature feature) {
            String input = "'store':false,'input':[{'role':'user','content':'Weather in Köln?'}]";
            return switch (feature) {
                case TOOLS, STREAMED_TOOLS, SIGNATURE ->
                    input + ",'tools':[{'type':'function','name':'weather','parameters':" + SCHEMA + "}]"
                            + (feature == Feature.SIGNATURE ? ASKED_TO_REASON : "");
                case IMAGES ->
                    "'store':false,'input':[{'role':'user','content':[{'type':'input_text','text':'What is it?'},"
                            + "{'type':'input_image','image_url':'data:image/png;base64," + IMAGE + "'}]}]";
                case REASONING -> input + ASKED_TO_REASON;
                case STRUCTURED ->
                    input + ",'text':{'format':{'type':'json_schema','name':'place','strict':true,'schema':" + SCHEMA
                            + "}}";
                default -> input;
            };
        }

        @Override
        void answered(ObjectNode asked, JsonNode reply) {
            ArrayNode input = asked.withArray("input");
            String id = "";
            for (JsonNode item : reply.path("output")) {
                input.add(item);
                id = item.path("type").asText().equals("function_call")
                        ? item.path("call_id").asText()
                        : id;
            }
            input.addObject()
                    .put("type", "function_call_output")
                    .put("call_id", id)
                    .put("output", "12 °C");
        }

        @Override
        List<String> places(String what) {
            return switch (what) {
                case "text" -> List.of("/output/*/content/0/text", "response.output_text.delta");
                case "image" -> List.of("/output/*/result");
                case "citation" -> List.of("/output/*/content/0/annotations/0/url");
                case "reasoning" -> List.of("/output/*/summary/0/text", "/output/*/content/0/text");
                case "tool" -> List.of("/output/*/name", "response.output_item.added");
                default -> List.of("/output/*/arguments", "response.function_call_arguments.delta");
            };
        }
    },

    COMPLETIONS(
            "OpenAI completions",
            "/v1/completions",
            EnumSet.of(Feature.TEXT, Feature.STREAM, Feature.CACHING, Feature.USAGE, Feature.ERRORS)) {
        @Override
        String asked(Feature feature) {
            return "'prompt':'Weather in Köln?'";
        }

        @Override
        void answered(ObjectNode asked, JsonNode reply) {
            throw new IllegalStateException("a completion has no next turn");
        }

        @Override
        List<String> places(String what) {
            return what.equals("text") ? List.of("/choices/0/text") : List.of();
        }
    };

    static final String IMAGE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    /** With a name that is in no other part of a request. */
    static final String PROPERTY = "city";

    private static final String SCHEMA =
            "{'type':'object','properties':{'city':{'type':'string'}},'required':['city'],'additionalProperties':false}";
    private static final String USER = "'messages':[{'role':'user','content':'Weather in Köln?'}";
    private static final String THINKING = ",'thinking':{'type':'enabled','budget_tokens':1024}";
    private static final String ASKED_TO_REASON =
            ",'reasoning':{'effort':'low','summary':'auto'},'include':['reasoning.encrypted_content']";
    private static final ObjectMapper JSON = new ObjectMapper();

    final String label;
    final String path;
    /** What there are words for; a copy that nobody can change. */
    @SuppressWarnings("ImmutableEnumChecker")
    final Set<Feature> features;

    MatrixClient(String label, String path, Set<Feature> features) {
        this.label = label;
        this.path = path;
        this.features = Set.copyOf(features);
    }

    /** The members of a request but the model, in single quotes. */
    abstract String asked(Feature feature);

    /** Adds an answer with a tool call, and the tool's result, to what is asked next. */
    abstract void answered(ObjectNode asked, JsonNode reply);

    /** Where it looks for text, reasoning, a tool's name or its arguments; also in a stream's events, by type. */
    abstract List<String> places(String what);

    ObjectNode ask(Feature feature, String model, boolean stream) throws IOException {
        ObjectNode ask = (ObjectNode) JSON.readTree(("{" + asked(feature) + "}").replace('\'', '"'));
        ask.put("model", model);
        if (stream) {
            ask.put("stream", true);
        }
        return ask;
    }

    /** All that an answer has of something, in order. */
    String find(String what, String answer) throws IOException {
        StringBuilder found = new StringBuilder();
        for (JsonNode part : parts(answer)) {
            for (String place : places(what)) {
                found.append(at(part, place));
            }
        }
        return found.toString();
    }

    /** The events of a stream, or the reply itself. */
    private static List<JsonNode> parts(String answer) throws IOException {
        if (answer.startsWith("{")) {
            return List.of(JSON.readTree(answer));
        }
        List<JsonNode> events = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            if (line.startsWith("data: {")) {
                events.add(JSON.readTree(line.substring("data: ".length())));
            }
        }
        return events;
    }

    private static String at(JsonNode part, String place) {
        if (!place.startsWith("/")) {
            boolean same = part.path("type").asText().equals(place);
            return same ? part.path("delta").asText(part.at("/item/name").asText()) : "";
        }
        String[] halves = place.split("\\*", 2);
        if (halves.length == 1) {
            return text(part.at(place));
        }
        StringBuilder found = new StringBuilder();
        part.at(halves[0].substring(0, halves[0].length() - 1)).forEach(each -> found.append(text(each.at(halves[1]))));
        return found.toString();
    }

    private static String text(JsonNode node) {
        return node.isObject() ? node.toString() : node.asText("");
    }
}
