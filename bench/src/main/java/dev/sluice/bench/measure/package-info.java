/** What a target costs, read from the outside: CPU time, memory, allocation, and whether the machine was quiet. */
@NullMarked
package dev.sluice.bench.measure;

import org.jspecify.annotations.NullMarked;
