/** The gateways that are heard of, what they answer when they are asked, and waiting until a change is live on all of them. */
@NullMarked
package dev.sluice.admin.gateway;

import org.jspecify.annotations.NullMarked;
