/**
 * The process around the ClickHouse engine: libchdb behind ClickHouse's own HTTP protocol.
 *
 * <p>A request goes through {@link dev.sluice.embedded.clickhouse.QueryHandler}, which reads it into a {@link
 * dev.sluice.embedded.clickhouse.Statement}, has {@link dev.sluice.embedded.clickhouse.ChdbEngine} run it on a connection of
 * its own and writes the {@link dev.sluice.embedded.clickhouse.Answer}. Only the JDK is needed to run it.
 */
@NullMarked
package dev.sluice.embedded.clickhouse;

import org.jspecify.annotations.NullMarked;
