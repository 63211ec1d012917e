/** Declarative policy: plan, apply and export of manifests. */
@NullMarked
package dev.sluice.admin.manifest;

import org.jspecify.annotations.NullMarked;
