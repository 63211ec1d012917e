/** What the process is told at start, checked before anything else runs. */
@NullMarked
package dev.sluice.admin.settings;

import org.jspecify.annotations.NullMarked;
