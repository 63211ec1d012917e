/** Why a request is let pass or refused: what rules looked at, how they stood, and what each of them decided. */
@NullMarked
package dev.sluice.contract.explain;

import org.jspecify.annotations.NullMarked;
