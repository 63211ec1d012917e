package dev.sluice.gateway.endpoint.openai.chat;

import dev.sluice.gateway.inference.chat.Content.Source;
import java.util.Locale;

/** Images and files: web addresses, or data URLs (RFC 2397), whose bytes are taken as they are. */
public final class SourceDecoder {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64";

    private SourceDecoder() {}

    public static Source image(Field url) {
        String address = url.text();
        if (isData(address)) {
            Source.Base64 image = data(url, address);
            if (!image.mediaType().startsWith("image/")) {
                throw url.wrong("is not of an image but of " + image.mediaType() + ": send it as a file part");
            }
            return image;
        }
        if (address.indexOf("://") <= 0) {
            throw url.wrong("must be a web address (https://…) or a data URL (data:image/png;base64,…)");
        }
        return new Source.Url(address);
    }

    public static Source file(Field data) {
        String address = data.text();
        if (!isData(address)) {
            throw data.wrong("must be a data URL: data:application/pdf;base64,…");
        }
        return data(data, address);
    }

    private static boolean isData(String address) {
        return address.regionMatches(true, 0, DATA, 0, DATA.length());
    }

    private static Source.Base64 data(Field url, String address) {
        int comma = address.indexOf(',');
        int typeEnd = comma - BASE64.length();
        if (typeEnd < DATA.length() || !address.regionMatches(true, typeEnd, BASE64, 0, BASE64.length())) {
            throw url.wrong("must be a data URL in base64 that names its media type: data:<type>;base64,…");
        }
        int parameters = address.indexOf(';');
        String mediaType = address.substring(DATA.length(), parameters).toLowerCase(Locale.ROOT);
        if (mediaType.isEmpty()) {
            throw url.wrong("must name its media type: data:<type>;base64,…");
        }
        if (comma + 1 == address.length()) {
            throw url.wrong("has no data behind its comma");
        }
        return new Source.Base64(mediaType, address.substring(comma + 1));
    }
}
