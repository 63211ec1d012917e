package dev.sluice.contract.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In what a vendor of OpenAI's dialect differs from OpenAI, as far as requests go. Absent members: no difference. A vendor
 * with quirks does not know the role {@code developer}, unless they say so.
 */
public record Quirks(Fields fields, Messages messages, Tools tools, Embeddings embeddings) {
    /** Of vendors that take what OpenAI takes. */
    public static final Quirks NONE = new Quirks(null, null, null, null);

    public Quirks(
            @Nullable Fields fields,
            @Nullable Messages messages,
            @Nullable Tools tools,
            @Nullable Embeddings embeddings) {
        this.fields = fields == null ? Fields.NONE : fields;
        this.messages = messages == null ? Messages.NONE : messages;
        this.tools = tools == null ? Tools.NONE : tools;
        this.embeddings = embeddings == null ? Embeddings.NONE : embeddings;
    }

    /**
     * The members of the body.
     *
     * @param maxTokens what the limit of the output is called there; absent: both names are known
     * @param rename OpenAI's name to the vendor's
     * @param lacks fields that the vendor refuses or ignores
     * @param only the fields it knows, where it refuses all others; absent: it does not
     * @param values field to {OpenAI's value: the vendor's}
     * @param most the highest number a field may have
     * @param omitted a number that is said by leaving the field out, since it is refused
     * @param allowed field to the only words it may have; an object is the word {@code named}
     * @param thinkingSwitch no effort at all is said as {@code thinking: {type: disabled}}
     * @param noStreamOptions it states usage unasked, or never
     * @param noJsonSchema a schema is told in words, and held to a JSON object
     * @param formatOrTools it refuses an answer's format and tools in one request
     */
    public record Fields(
            @Nullable String maxTokens,
            Map<String, String> rename,
            Set<String> lacks,
            Set<String> only,
            Map<String, Map<String, String>> values,
            Map<String, BigDecimal> most,
            Map<String, BigDecimal> omitted,
            Map<String, List<String>> allowed,
            boolean thinkingSwitch,
            boolean noStreamOptions,
            boolean noJsonSchema,
            boolean formatOrTools) {
        static final Fields NONE = new Fields(
                null, Map.of(), Set.of(), Set.of(), Map.of(), Map.of(), Map.of(), Map.of(), false, false, false, false);

        public Fields {
            rename = rename == null ? Map.of() : Map.copyOf(rename);
            lacks = lacks == null ? Set.of() : Set.copyOf(lacks);
            only = only == null ? Set.of() : Set.copyOf(only);
            values = values == null ? Map.of() : Map.copyOf(values);
            most = most == null ? Map.of() : Map.copyOf(most);
            omitted = omitted == null ? Map.of() : Map.copyOf(omitted);
            allowed = allowed == null ? Map.of() : Map.copyOf(allowed);
        }
    }

    /**
     * The conversation.
     *
     * @param developer it knows the role
     * @param systemFirst one message of the system, before all others
     * @param alternate two messages of one side in a row are refused
     * @param contentRequired a message of the assistant's without a text has an empty one
     * @param only the members it knows of a message, where it refuses all others; absent: it does not
     * @param lacks members of a message that it refuses
     * @param thoughts what it thought must come back with its calls of tools, under this name; absent: it need not
     */
    public record Messages(
            boolean developer,
            boolean systemFirst,
            boolean alternate,
            boolean contentRequired,
            Set<String> only,
            Set<String> lacks,
            @Nullable String thoughts,
            @Nullable Images images) {
        static final Messages NONE = new Messages(false, false, false, false, Set.of(), Set.of(), null, null);

        public Messages {
            only = only == null ? Set.of() : Set.copyOf(only);
            lacks = lacks == null ? Set.of() : Set.copyOf(lacks);
        }
    }

    /**
     * The members of a request for embeddings.
     *
     * @param rename OpenAI's name to the vendor's
     * @param lacks fields that the vendor refuses
     * @param only the fields it knows, where it refuses all others; absent: it does not
     */
    public record Embeddings(Map<String, String> rename, Set<String> lacks, Set<String> only) {
        static final Embeddings NONE = new Embeddings(Map.of(), Set.of(), Set.of());

        public Embeddings {
            rename = rename == null ? Map.of() : Map.copyOf(rename);
            lacks = lacks == null ? Set.of() : Set.copyOf(lacks);
            only = only == null ? Set.of() : Set.copyOf(only);
        }

        /** Whether it takes all that OpenAI takes. */
        public boolean areNone() {
            return equals(NONE);
        }
    }

    /**
     * Tools and their calls.
     *
     * @param idLength ids of calls have just so many letters and digits; 0: any
     * @param names a result names its tool
     * @param parameters a tool without parameters says so with an empty schema
     * @param replyBeforeUser the assistant must have spoken between a result and the user
     * @param noChoiceNone {@code tool_choice: none} is not heeded: the tools are left out instead
     */
    public record Tools(
            int idLength, boolean names, boolean parameters, boolean replyBeforeUser, boolean noChoiceNone) {
        static final Tools NONE = new Tools(0, false, false, false, false);
    }
}
