@NullMarked
package dev.sluice.admin.spend;

import org.jspecify.annotations.NullMarked;
