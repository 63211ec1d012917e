/** The key type that signs tokens. */
@NullMarked
package dev.sluice.admin.signing;

import org.jspecify.annotations.NullMarked;
