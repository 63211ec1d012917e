/** The built-in catalog: the providers Sluice knows, and the models with their prices, as data files beside the code. */
@NullMarked
package dev.sluice.contract.catalog;

import org.jspecify.annotations.NullMarked;
