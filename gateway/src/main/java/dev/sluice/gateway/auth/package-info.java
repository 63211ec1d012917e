/** Credentials of a request to a principal: keys by hash, tokens of the control plane. All in memory. */
@NullMarked
package dev.sluice.gateway.auth;

import org.jspecify.annotations.NullMarked;
