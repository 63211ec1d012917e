/** The gateways that are heard of, and waiting until a change is live on all of them. */
@NullMarked
package dev.sluice.admin.gateway;

import org.jspecify.annotations.NullMarked;
