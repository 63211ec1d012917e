/**
 * Recorded exchanges with providers, replayed to a running gateway: a directory of them in, a line for each out. The format
 * of the directory is in {@code docs/conformance-fixtures.md}.
 */
@NullMarked
package dev.sluice.conformance;

import org.jspecify.annotations.NullMarked;
