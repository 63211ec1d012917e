package dev.sluice.gateway.provider;

import dev.sluice.contract.catalog.Capabilities;
import dev.sluice.contract.policy.CompiledModel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a generation of models takes, told by the name. The old generations are a closed set, so a name of no known
 * generation is held to the newest rules, under which less is sent: what a model ignores costs a hint, what it does not know
 * costs the request.
 *
 * What the catalog says of a model goes before its name.
 *
 * @param version 407 is 4.7
 */
public record ClaudeModel(String family, int version, Capabilities can) {
    /** As in {@code claude-opus-4-7}, {@code claude-sonnet-4@20250514}, {@code us.anthropic.claude-3-7-sonnet-20250219-v1:0}. */
    private static final Pattern NAME = Pattern.compile("claude-(?:([a-z]+)-)?(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

    private static final ClaudeModel NEWEST = new ClaudeModel("", Integer.MAX_VALUE);

    ClaudeModel(String family, int version) {
        this(family, version, Capabilities.UNKNOWN);
    }

    public static ClaudeModel of(CompiledModel target) {
        ClaudeModel named = named(target.upstream());
        return new ClaudeModel(named.family(), named.version(), target.takes().capabilities());
    }

    public static ClaudeModel named(String upstreamModel) {
        Matcher name = NAME.matcher(upstreamModel);
        if (!name.find()) {
            return NEWEST;
        }
        String family = name.group(1) == null ? "" : name.group(1);
        int minor = name.group(3) == null ? 0 : Integer.parseInt(name.group(3));
        return new ClaudeModel(family, Integer.parseInt(name.group(2)) * 100 + minor);
    }

    public boolean thinks() {
        return can.known() ? can.reasoning() : version >= 307;
    }

    /** Whether thinking is given a budget of tokens. */
    public boolean takesBudget() {
        return thinks() && version <= 406;
    }

    /** Whether thinking may be left to the model, and is steered by {@code output_config.effort}. */
    public boolean adapts() {
        return version >= 406;
    }

    /** Whether thinking can be switched off. */
    public boolean canStopThinking() {
        return thinks() && (can.known() ? can.thinkingOff() : !alwaysThinks());
    }

    /** Whether a tool call can be demanded. */
    public boolean takesForcedTool() {
        return can.known() ? can.forcedToolChoice() : !alwaysThinks();
    }

    /** The generations after 5.0, their small models apart. */
    private boolean alwaysThinks() {
        return version > 500 && !family.equals("haiku");
    }

    /** Whether any temperature, top_p and top_k is taken; later models take the default alone. */
    public boolean takesSampling() {
        return can.known() ? can.temperature() : version <= 406;
    }

    /** Whether {@code output_config.format} holds the model to a schema. */
    public boolean takesSchema() {
        return version >= 405;
    }

    /** Whether it knows {@code xhigh}. */
    public boolean takesHighestEfforts() {
        return can.efforts().isEmpty() ? version >= 407 : can.efforts().contains("xhigh");
    }
}
