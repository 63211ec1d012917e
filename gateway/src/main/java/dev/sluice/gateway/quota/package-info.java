/** What providers say of their limits, in whatever words, and how clients are told it. Knows nothing of requests. */
@NullMarked
package dev.sluice.gateway.quota;

import org.jspecify.annotations.NullMarked;
