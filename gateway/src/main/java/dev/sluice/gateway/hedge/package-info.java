/** What second attempts beside late ones may cost. */
@NullMarked
package dev.sluice.gateway.hedge;

import org.jspecify.annotations.NullMarked;
