/** Secrets at rest and on the way: envelopes of provider credentials, keys derived from the KEK, signed frames. */
@NullMarked
package dev.sluice.contract.secret;

import org.jspecify.annotations.NullMarked;
