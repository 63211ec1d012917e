package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code tool_choice}, and {@code function_call} as it was called before.
 *
 * @param tools those of the request that may be called
 */
record ToolSelection(List<Tool> tools, ToolChoice choice) {
    static ToolSelection decode(Field request, List<Tool> offered) {
        Field choice = request.member("tool_choice");
        Field before = request.member("function_call");
        if (choice.isSaid()) {
            return choice.isText() ? worded(choice, offered) : detailed(choice.object(), offered);
        }
        if (before.isSaid()) {
            return before.isText() ? worded(before, offered) : named(before.object(), offered);
        }
        return new ToolSelection(offered, ToolChoice.UNSAID);
    }

    private static ToolSelection worded(Field word, List<Tool> offered) {
        ToolChoice choice = switch (word.text()) {
            case "auto" -> ToolChoice.AUTO;
            case "none" -> ToolChoice.NONE;
            case "required" -> ToolChoice.REQUIRED;
            default -> throw word.wrong("must be none, auto, required, or an object that names a function");
        };
        if (choice.equals(ToolChoice.REQUIRED) && offered.isEmpty()) {
            throw word.wrong("requires a tool and there is none: send tools");
        }
        return new ToolSelection(offered, choice);
    }

    private static ToolSelection detailed(Field choice, List<Tool> offered) {
        Field type = choice.member("type");
        return switch (type.text()) {
            case "function" -> named(choice.member("function").object(), offered);
            case "allowed_tools" -> allowed(choice.member("allowed_tools").object(), offered);
            default -> throw type.wrong("must be function or allowed_tools");
        };
    }

    private static ToolSelection named(Field function, List<Tool> offered) {
        return new ToolSelection(
                offered, new ToolChoice.Named(find(function, offered).name()));
    }

    /** To offer only some tools and to allow only some is the same to a model. */
    private static ToolSelection allowed(Field allowed, List<Tool> offered) {
        List<Tool> tools = new ArrayList<>();
        for (Field tool : allowed.member("tools").elements()) {
            tools.add(find(tool.object().member("function").object(), offered));
        }
        return worded(allowed.member("mode"), tools);
    }

    private static Tool find(Field function, List<Tool> offered) {
        Field name = function.member("name");
        String wanted = name.text();
        for (Tool tool : offered) {
            if (tool.name().equals(wanted)) {
                return tool;
            }
        }
        throw name.wrong("is none of the tools: send that tool, or choose one that is there");
    }
}
