/** Alerts of budgets: thresholds that are passed, what is said of them, and the channels it is said on. */
@NullMarked
package dev.sluice.admin.alert;

import org.jspecify.annotations.NullMarked;
