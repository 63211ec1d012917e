/** The collections of policy objects: list, read, write and delete, the same for every kind. */
@NullMarked
package dev.sluice.admin.collection;

import org.jspecify.annotations.NullMarked;
