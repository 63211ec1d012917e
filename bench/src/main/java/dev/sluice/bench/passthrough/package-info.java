/** The gateway without its policies: its own transport, dispatch and relay, and nothing else. What policies cost is the difference. */
@NullMarked
package dev.sluice.bench.passthrough;

import org.jspecify.annotations.NullMarked;
