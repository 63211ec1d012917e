package dev.sluice.contract.policy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Paths of Azure OpenAI: of the versionless API, or of a deployment under an API version. */
public final class AzurePaths {
    /** Not under a deployment in any version: its bodies name the model. */
    private static final String RESPONSES = "responses";

    private AzurePaths() {}

    /**
     * @param base path of the account's URL, without a trailing slash: of the resource, or already that of the v1 API
     * @param apiVersion absent: the v1 API, which knows no versions but {@code preview} and {@code latest}
     * @param deployment one segment, whatever it holds
     * @param operation such as {@code chat/completions}
     */
    public static String of(String base, @Nullable String apiVersion, String deployment, String operation) {
        if (apiVersion == null) {
            return v1(base) + "/" + operation;
        }
        if (apiVersion.equals("preview") || apiVersion.equals("latest")) {
            return v1(base) + "/" + operation + "?api-version=" + apiVersion;
        }
        if (operation.equals(RESPONSES)) {
            return resource(base) + "/openai/" + operation + "?api-version=" + apiVersion;
        }
        String segment = URLEncoder.encode(deployment, StandardCharsets.UTF_8).replace("+", "%20");
        return resource(base) + "/openai/deployments/" + segment + "/" + operation + "?api-version=" + apiVersion;
    }

    private static String v1(String base) {
        return resource(base) + "/openai/v1";
    }

    /** People copy one URL or another. */
    private static String resource(String base) {
        String path = base.endsWith("/v1") ? base.substring(0, base.length() - "/v1".length()) : base;
        return path.endsWith("/openai") ? path.substring(0, path.length() - "/openai".length()) : path;
    }
}
