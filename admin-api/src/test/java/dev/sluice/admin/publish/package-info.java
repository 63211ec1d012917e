@NullMarked
package dev.sluice.admin.publish;

import org.jspecify.annotations.NullMarked;
