/** What the processes say to each other over NATS: subjects, streams, and the small messages beside policy and usage. */
@NullMarked
package dev.sluice.contract.bus;

import org.jspecify.annotations.NullMarked;
