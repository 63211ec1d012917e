@NullMarked
package dev.sluice.admin.whatif;

import org.jspecify.annotations.NullMarked;
