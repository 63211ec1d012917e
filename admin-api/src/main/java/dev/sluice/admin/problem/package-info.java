/** Every way a call can be refused, and its RFC 9457 form. */
@NullMarked
package dev.sluice.admin.problem;

import org.jspecify.annotations.NullMarked;
