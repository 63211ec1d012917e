/** The way of committed changes to the gateways: outbox, JetStream, snapshot, heartbeat. */
@NullMarked
package dev.sluice.admin.publish;

import org.jspecify.annotations.NullMarked;
