/** People: their objects and their passwords. */
@NullMarked
package dev.sluice.admin.user;

import org.jspecify.annotations.NullMarked;
