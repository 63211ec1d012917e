package dev.sluice.gateway.endpoint.openai.responses;

import dev.sluice.gateway.endpoint.openai.chat.Field;
import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions a request offers and what it says about their use. Without functions nothing is said about them: providers
 * refuse a choice where there is nothing to choose from.
 */
record OfferedFunctions(
        List<Tool> tools, ToolChoice choice, @Nullable Boolean parallelCalls) {
    static OfferedFunctions decode(Field request) {
        List<Tool> tools = new ArrayList<>();
        for (Field tool : request.member("tools").elements()) {
            tools.add(function(tool.object()));
        }
        Boolean parallel = request.member("parallel_tool_calls").flagIfSaid();
        OfferedFunctions offered = chosen(request.member("tool_choice"), tools, parallel);
        return offered.tools().isEmpty() ? new OfferedFunctions(List.of(), ToolChoice.UNSAID, null) : offered;
    }

    private static Tool function(Field tool) {
        Field type = tool.member("type");
        if (!type.text().equals("function")) {
            throw type.wrong("'" + type.text() + "' is a tool that this model's provider does not have: offer function"
                    + " tools, or ask a model whose provider serves the Responses API");
        }
        return new Tool(
                tool.member("name").filledText(),
                tool.member("description").textIfSaid(),
                tool.member("parameters").objectIfSaid(),
                tool.member("strict").flagIfSaid(),
                null);
    }

    private static OfferedFunctions chosen(Field choice, List<Tool> tools, @Nullable Boolean parallel) {
        if (!choice.isSaid()) {
            return new OfferedFunctions(tools, ToolChoice.UNSAID, parallel);
        }
        if (choice.isText()) {
            return new OfferedFunctions(tools, worded(choice, tools), parallel);
        }
        Field type = choice.object().member("type");
        return switch (type.text()) {
            case "function" ->
                new OfferedFunctions(
                        tools, new ToolChoice.Named(find(choice, tools).name()), parallel);
            // To offer only some functions and to allow only some is the same to a model.
            case "allowed_tools" -> {
                List<Tool> allowed = choice.member("tools").elements().stream()
                        .map(tool -> find(tool.object(), tools))
                        .toList();
                yield new OfferedFunctions(allowed, worded(choice.member("mode"), allowed), parallel);
            }
            default -> throw type.wrong("must be function or allowed_tools");
        };
    }

    private static ToolChoice worded(Field word, List<Tool> tools) {
        ToolChoice choice = switch (word.text()) {
            case "auto" -> ToolChoice.AUTO;
            case "none" -> ToolChoice.NONE;
            case "required" -> ToolChoice.REQUIRED;
            default -> throw word.wrong("must be none, auto, required, or an object that names a function");
        };
        if (choice.equals(ToolChoice.REQUIRED) && tools.isEmpty()) {
            throw word.wrong("requires a tool and there is none: send tools");
        }
        return choice;
    }

    private static Tool find(Field named, List<Tool> tools) {
        Field name = named.member("name");
        String wanted = name.text();
        return tools.stream()
                .filter(tool -> tool.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> name.wrong("is none of the tools: send that tool, or choose one that is there"));
    }
}
