/** The control plane against real PostgreSQL and NATS. */
@NullMarked
package dev.sluice.admin;

import org.jspecify.annotations.NullMarked;
