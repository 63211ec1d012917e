/** The upstream that every target is put in front of: one thread, answers made beforehand, told what to do by the model's name. */
@NullMarked
package dev.sluice.bench.mock;

import org.jspecify.annotations.NullMarked;
