/**
 * {@code make run}: the whole product on one machine. {@link dev.sluice.local.Main} reads the settings, {@link
 * dev.sluice.local.Launch} starts every process in order, seeds the first key and ends everything in reverse.
 */
@NullMarked
package dev.sluice.local;

import org.jspecify.annotations.NullMarked;
