package dev.sluice.gateway.inference.chat;

import org.jspecify.annotations.Nullable;

/**
 * Where an answer has something from. Sources without an address have no word here: no client's dialect could show them.
 *
 * @param url never empty
 * @param title empty when the source has none
 * @param quoted what the source says, where the provider tells; of the source, not of the answer
 * @param start of what is cited, in Unicode characters of the answer's text; 0 with an {@code end} of 0 when it is not known
 * @param end behind it
 */
public record Citation(String url, String title, @Nullable String quoted, int start, int end) {
    public Citation {
        if (url.isEmpty()) {
            throw new IllegalArgumentException("a citation has an address");
        }
        if (start < 0 || end <= start) {
            start = 0;
            end = 0;
        }
    }

    public boolean hasRange() {
        return end > start;
    }

    /** With its range so much further on; one without a range stays so. */
    public Citation moved(int characters) {
        return hasRange() ? new Citation(url, title, quoted, start + characters, end + characters) : this;
    }

    public Citation withoutRange() {
        return new Citation(url, title, quoted, 0, 0);
    }

    /** The length of a text in the unit of a range. A pair that is cut between two pieces counts once. */
    public static int length(CharSequence text) {
        int characters = 0;
        for (int n = 0; n < text.length(); n++) {
            characters += Character.isLowSurrogate(text.charAt(n)) ? 0 : 1;
        }
        return characters;
    }
}
