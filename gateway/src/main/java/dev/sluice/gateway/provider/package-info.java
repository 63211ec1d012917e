/** What it takes to speak to a provider: address, credentials, body, and reading its replies. One package per wire dialect. */
@NullMarked
package dev.sluice.gateway.provider;

import org.jspecify.annotations.NullMarked;
