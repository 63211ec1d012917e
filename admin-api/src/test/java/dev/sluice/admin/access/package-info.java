@NullMarked
package dev.sluice.admin.access;

import org.jspecify.annotations.NullMarked;
