/** Analytics and the request log, read from ClickHouse with bounded queries. */
@NullMarked
package dev.sluice.admin.usage;

import org.jspecify.annotations.NullMarked;
