/**
 * Images that a client names by address, for providers that take bytes alone. Whoever may send a request chooses the address, so
 * fetching is bounded in every way, carries nothing of the client's or the account's, and does not lead inside.
 */
@NullMarked
package dev.sluice.gateway.image;

import org.jspecify.annotations.NullMarked;
