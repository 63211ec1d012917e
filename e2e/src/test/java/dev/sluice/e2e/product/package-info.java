/** The product as its users have it: started by the launcher, reached over its ports. */
@NullMarked
package dev.sluice.e2e.product;

import org.jspecify.annotations.NullMarked;
