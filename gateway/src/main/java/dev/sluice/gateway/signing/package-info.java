/** Signatures of AWS, for its models and for its token service. */
@NullMarked
package dev.sluice.gateway.signing;

import org.jspecify.annotations.NullMarked;
