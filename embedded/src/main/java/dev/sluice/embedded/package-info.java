/**
 * Real PostgreSQL, NATS with JetStream and the ClickHouse engine as child processes, for the local launcher and for tests.
 *
 * <p>A start goes through the same stages for each server: lock the data directory ({@link
 * dev.sluice.embedded.DataDirectory}), find or fetch the binary ({@link dev.sluice.embedded.Cache}), start it under a guard
 * that outlives this JVM just long enough to end it ({@link dev.sluice.embedded.GuardedProcess}), wait until it answers.
 */
@NullMarked
package dev.sluice.embedded;

import org.jspecify.annotations.NullMarked;
