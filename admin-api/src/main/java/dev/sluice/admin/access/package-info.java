/** Who may do what: permissions, the roles that hold them, and the check at every endpoint. */
@NullMarked
package dev.sluice.admin.access;

import org.jspecify.annotations.NullMarked;
