/** Policy: the objects of the admin API, the change-sets that carry them, and the snapshot a gateway decides with. */
@NullMarked
package dev.sluice.contract.policy;

import org.jspecify.annotations.NullMarked;
