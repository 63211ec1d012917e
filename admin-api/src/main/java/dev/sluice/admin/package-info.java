/** The control plane: people and pipelines change policy here, and every change reaches the gateways. */
@NullMarked
package dev.sluice.admin;

import org.jspecify.annotations.NullMarked;
