/** Policy in memory, and the one way in which it changes: checked, compiled, then committed as one revision. */
@NullMarked
package dev.sluice.admin.policy;

import org.jspecify.annotations.NullMarked;
