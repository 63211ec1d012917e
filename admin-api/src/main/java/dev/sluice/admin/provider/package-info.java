/** Provider accounts: their sealed credentials, and a live call that proves them. */
@NullMarked
package dev.sluice.admin.provider;

import org.jspecify.annotations.NullMarked;
