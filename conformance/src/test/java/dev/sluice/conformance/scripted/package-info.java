/**
 * A provider that plays four vendors at once and knows the rules of their wire formats: what a vendor would refuse, it refuses
 * in that vendor's words. What it answers follows from the conversation alone ({@link dev.sluice.conformance.scripted.Mind}), so
 * that a program sees the same behind every model.
 */
@NullMarked
package dev.sluice.conformance.scripted;

import org.jspecify.annotations.NullMarked;
