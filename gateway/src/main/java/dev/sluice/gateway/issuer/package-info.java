/**
 * Keys of the issuers whose tokens policy takes: fetched and kept fresh beside the requests, guarded like every address that
 * does not come from us, and kept in a file for a start while an issuer is down.
 */
@NullMarked
package dev.sluice.gateway.issuer;

import org.jspecify.annotations.NullMarked;
