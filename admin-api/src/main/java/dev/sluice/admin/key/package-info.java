/** API keys: making, rotating and revoking them. */
@NullMarked
package dev.sluice.admin.key;

import org.jspecify.annotations.NullMarked;
