/** Carries out a plan: attempts, deadlines, retries, and the relay of the reply with back-pressure. */
@NullMarked
package dev.sluice.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
