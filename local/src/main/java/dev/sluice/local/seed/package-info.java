/** What a fresh installation gets through the admin API, once: the demo account and model, a key, and rights to use them. */
@NullMarked
package dev.sluice.local.seed;

import org.jspecify.annotations.NullMarked;
