/** Credentials of a request to a principal: keys by hash, tokens of the control plane and of issuers. All in memory. */
@NullMarked
package dev.sluice.gateway.auth;

import org.jspecify.annotations.NullMarked;
