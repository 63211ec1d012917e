/** Calls to addresses that people have written. */
@NullMarked
package dev.sluice.admin.outbound;

import org.jspecify.annotations.NullMarked;
