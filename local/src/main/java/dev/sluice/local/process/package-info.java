/** The processes of a local installation: how each is started, found ready, started again when it dies, and ended. */
@NullMarked
package dev.sluice.local.process;

import org.jspecify.annotations.NullMarked;
