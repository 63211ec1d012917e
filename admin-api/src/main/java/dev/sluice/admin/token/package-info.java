/** Access tokens, and the key that signs them: made once, shared by all replicas. */
@NullMarked
package dev.sluice.admin.token;

import org.jspecify.annotations.NullMarked;
