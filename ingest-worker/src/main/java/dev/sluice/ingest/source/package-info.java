/** Takes usage batches from JetStream, and acknowledges them when they are stored. */
@NullMarked
package dev.sluice.ingest.source;

import org.jspecify.annotations.NullMarked;
