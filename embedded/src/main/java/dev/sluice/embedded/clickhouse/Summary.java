package dev.sluice.embedded.clickhouse;

/** What a statement read and wrote, in rows and bytes. */
record Summary(long readRows, long readBytes, long writtenRows, long writtenBytes) {

    /** The value of {@code X-ClickHouse-Summary}: the server writes the numbers as strings. */
    String json(long resultBytes, long elapsedNanos) {
        return """
                {"read_rows":"%d","read_bytes":"%d","written_rows":"%d","written_bytes":"%d",\
                "total_rows_to_read":"%d","result_bytes":"%d","elapsed_ns":"%d"}""".formatted(readRows, readBytes, writtenRows, writtenBytes, readRows, resultBytes, elapsedNanos);
    }
}
