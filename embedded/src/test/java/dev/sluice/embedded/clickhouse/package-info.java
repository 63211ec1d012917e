/** The parts of the ClickHouse front that need no engine. */
@NullMarked
package dev.sluice.embedded.clickhouse;

import org.jspecify.annotations.NullMarked;
