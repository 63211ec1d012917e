/** PostgreSQL: the pool, the migrations, and the statements that keep policy. */
@NullMarked
package dev.sluice.admin.store;

import org.jspecify.annotations.NullMarked;
