@NullMarked
package dev.sluice.conformance;

import org.jspecify.annotations.NullMarked;
