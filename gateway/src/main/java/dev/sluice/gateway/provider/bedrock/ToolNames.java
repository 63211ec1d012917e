package dev.sluice.gateway.provider.bedrock;

import dev.sluice.gateway.inference.chat.ChatRequest;
import dev.sluice.gateway.provider.ToolSchemas;
import dev.sluice.gateway.signing.SigV4;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names and ids as the dialect allows them. What it would refuse is given another, always the same. */
final class ToolNames {
    private static final int MAX = 64;
    private static final int HASH_BYTES = 4;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern NOT_OF_NAME = Pattern.compile("[^a-zA-Z0-9_-]");

    private ToolNames() {}

    static String valid(String name) {
        if (NAME.matcher(name).matches()) {
            return name;
        }
        byte[] hash = SigV4.sha256(name.getBytes(StandardCharsets.UTF_8));
        String mark = "_" + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        String plain = NOT_OF_NAME.matcher(name).replaceAll("_");
        return plain.substring(0, Math.min(plain.length(), MAX - mark.length())) + mark;
    }

    /** The client's names of those tools that are sent under another, by that other. */
    static Map<String, String> renamed(ChatRequest request) {
        Map<String, String> renamed = new HashMap<>();
        Stream.concat(request.tools().stream().map(ChatRequest.Tool::name), ToolSchemas.called(request).stream())
                .filter(name -> !valid(name).equals(name))
                .forEach(name -> renamed.put(valid(name), name));
        return renamed;
    }
}
