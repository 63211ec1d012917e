/** What came out: figures of all rounds, their medians, the gates and the verdicts. */
@NullMarked
package dev.sluice.bench.report;

import org.jspecify.annotations.NullMarked;
