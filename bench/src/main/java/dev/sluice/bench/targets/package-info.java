/** What is compared: how each is started, pinned, reached and ended. */
@NullMarked
package dev.sluice.bench.targets;

import org.jspecify.annotations.NullMarked;
