/** The ingest worker: usage records from JetStream into ClickHouse. */
@NullMarked
package dev.sluice.ingest;

import org.jspecify.annotations.NullMarked;
