/** What comes with Sluice: known providers and models. */
@NullMarked
package dev.sluice.admin.catalog;

import org.jspecify.annotations.NullMarked;
