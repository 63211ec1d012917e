/** One command that compares the gateway with direct calls and plain proxies, and one report. */
@NullMarked
package dev.sluice.bench;

import org.jspecify.annotations.NullMarked;
