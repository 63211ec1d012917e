/** What would become of a request: asked of a gateway that is running. */
@NullMarked
package dev.sluice.admin.simulate;

import org.jspecify.annotations.NullMarked;
