/** Where policy comes from (NATS, HTTP, the last-known-good file, a policy file) and the snapshot in force. */
@NullMarked
package dev.sluice.gateway.policy;

import org.jspecify.annotations.NullMarked;
