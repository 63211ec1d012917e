package dev.sluice.embedded.clickhouse;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * One statement as it came in, with everything that may influence it.
 *
 * @param sql the text, and for an INSERT possibly its data after it
 * @param format how the result is written unless the text says otherwise
 * @param database the one that unqualified table names mean
 * @param settings for this statement alone
 * @param params values for {@code {name:Type}}
 * @param readOnly whether to refuse everything that changes data, as for every GET
 */
record Statement(
        ByteBuffer sql,
        String format,
        String database,
        Map<String, String> settings,
        Map<String, String> params,
        boolean readOnly) {}
