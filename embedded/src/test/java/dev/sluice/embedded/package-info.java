/** The embedded servers, each met by a real client, and made to die in every way that matters. */
@NullMarked
package dev.sluice.embedded;

import org.jspecify.annotations.NullMarked;
