package dev.sluice.admin.usage;

import java.math.BigDecimal;

/** Nano-dollars as a decimal string with nine decimals. */
final class Money {
    private Money() {}

    static String usd(long nanos) {
        return BigDecimal.valueOf(nanos, 9).toPlainString();
    }
}
