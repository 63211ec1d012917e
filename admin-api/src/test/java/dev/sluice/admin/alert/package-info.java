@NullMarked
package dev.sluice.admin.alert;

import org.jspecify.annotations.NullMarked;
