/** The running product with four gateways, for minutes, while parts of it die: `make faults`. */
@NullMarked
package dev.sluice.e2e.faults;

import org.jspecify.annotations.NullMarked;
