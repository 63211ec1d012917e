/** The table of requests: schema, migrations, and idempotent writes. */
@NullMarked
package dev.sluice.ingest.ledger;

import org.jspecify.annotations.NullMarked;
