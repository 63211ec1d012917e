package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.ChatRequest.Tool;
import dev.sluice.gateway.inference.chat.ToolChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools a request offers and what it says about their use. Without tools nothing is said about them: providers refuse
 * a choice, or a word on parallel calls, where there is nothing to choose from.
 */
record OfferedTools(
        List<Tool> tools, ToolChoice choice, @Nullable Boolean parallelCalls) {
    static OfferedTools decode(Field request) {
        List<Tool> tools = new ArrayList<>();
        for (Field tool : request.member("tools").elements()) {
            tools.add(tool(tool.object()));
        }
        for (Field function : request.member("functions").elements()) {
            tools.add(function(function.object(), null));
        }
        Boolean parallel = request.member("parallel_tool_calls").flagIfSaid();
        ToolSelection selection = ToolSelection.decode(request, tools);
        return selection.tools().isEmpty()
                ? new OfferedTools(List.of(), ToolChoice.UNSAID, null)
                : new OfferedTools(selection.tools(), selection.choice(), parallel);
    }

    private static Tool tool(Field tool) {
        Field type = tool.member("type");
        if (!type.text().equals("function")) {
            throw type.wrong("must be function: other tools exist at OpenAI only");
        }
        return function(
                tool.member("function").object(), tool.member("cache_control").objectIfSaid());
    }

    private static Tool function(Field function, @Nullable String cacheControl) {
        return new Tool(
                function.member("name").filledText(),
                function.member("description").textIfSaid(),
                function.member("parameters").objectIfSaid(),
                function.member("strict").flagIfSaid(),
                cacheControl);
    }
}
