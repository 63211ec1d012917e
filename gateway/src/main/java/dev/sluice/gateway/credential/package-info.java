/**
 * Credentials that live a short time: identities at a cloud are exchanged for tokens or keys, and these kept fresh, beside the
 * requests. A request reads what is in memory and waits for none of this.
 */
@NullMarked
package dev.sluice.gateway.credential;

import org.jspecify.annotations.NullMarked;
