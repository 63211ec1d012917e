package dev.sluice.admin.usage;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Disjoint classes; {@code cacheWrite} is of both lifetimes. */
public record TokenCounts(
        long input, long cachedInput, long cacheWrite, long output, long reasoning, long audioInput, long audioOutput) {
    static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0, 0, 0, 0);

    static TokenCounts of(ResultSet row) throws SQLException {
        return new TokenCounts(
                row.getLong("t_input"),
                row.getLong("t_cached"),
                row.getLong("t_write"),
                row.getLong("t_output"),
                row.getLong("t_reasoning"),
                row.getLong("t_audio_in"),
                row.getLong("t_audio_out"));
    }
}
