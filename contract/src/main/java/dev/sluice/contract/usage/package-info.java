/** Usage: the record of one request with its attempts, as the gateway writes it and the worker stores it. */
@NullMarked
package dev.sluice.contract.usage;

import org.jspecify.annotations.NullMarked;
