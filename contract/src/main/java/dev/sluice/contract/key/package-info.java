/** API keys: how they look, how one is made, and the hash that stands for one everywhere else. */
@NullMarked
package dev.sluice.contract.key;

import org.jspecify.annotations.NullMarked;
