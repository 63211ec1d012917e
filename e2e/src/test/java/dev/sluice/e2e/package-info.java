/** The running product, driven as a user would: real servers, real clients, a real browser. */
@NullMarked
package dev.sluice.e2e;

import org.jspecify.annotations.NullMarked;
