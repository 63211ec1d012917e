@NullMarked
package dev.sluice.admin.gateway;

import org.jspecify.annotations.NullMarked;
