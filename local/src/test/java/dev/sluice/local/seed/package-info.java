@NullMarked
package dev.sluice.local.seed;

import org.jspecify.annotations.NullMarked;
