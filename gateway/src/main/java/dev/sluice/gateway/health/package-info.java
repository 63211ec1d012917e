/** How targets have done of late, and who is to be spared for a while: breakers, rests, budgets of retries. */
@NullMarked
package dev.sluice.gateway.health;

import org.jspecify.annotations.NullMarked;
