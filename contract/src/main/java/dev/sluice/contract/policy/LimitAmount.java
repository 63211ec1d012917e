package dev.sluice.contract.policy;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/**
 * How much a limit allows: a whole number, or dollars.
 *
 * @param written a {@link Long}, or the decimal string of dollars
 */
@JsonDeserialize(using = LimitAmount.Reader.class)
public record LimitAmount(@JsonValue Object written) {
    static final String REMEDY = "use 0 to block all, or leave the limit out to allow all";

    static LimitAmount of(long count) {
        return new LimitAmount(count);
    }

    /** In the unit's own counts: nano-dollars of {@link LimitUnit#USD}. */
    long units(LimitUnit unit, String field) {
        if (unit == LimitUnit.USD) {
            if (written instanceof String text) {
                return Usd.nanos(text, field);
            }
            throw new InvalidField(field, "must be dollars as a decimal string, such as \"" + written + ".00\"");
        }
        if (written instanceof Long count) {
            return count(count, field);
        }
        throw new InvalidField(
                field, "'" + Check.shorten(written.toString()) + "' must be a whole number of " + unit.wireName());
    }

    static long count(long count, String field) {
        if (count < 0) {
            throw new InvalidField(field, count + " is negative: " + REMEDY);
        }
        return count;
    }

    /** Takes a number or a string; which one it must be depends on the unit. */
    static final class Reader extends StdDeserializer<LimitAmount> {
        private static final long serialVersionUID = 1L;

        Reader() {
            super(LimitAmount.class);
        }

        @Override
        public LimitAmount deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.currentToken() == JsonToken.VALUE_STRING) {
                return new LimitAmount(in.getText());
            }
            if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                return new LimitAmount(in.getLongValue());
            }
            throw new InvalidField("", "must be a whole number below 2^63, or dollars as a decimal string");
        }
    }
}
