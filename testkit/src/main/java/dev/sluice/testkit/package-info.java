/** Stand-ins for what is outside the product, for tests: a provider that answers by script, faults included. */
@NullMarked
package dev.sluice.testkit;

import org.jspecify.annotations.NullMarked;
