/** What gateways that are gone have spent of budgets, told to those that are there. */
@NullMarked
package dev.sluice.admin.spend;

import org.jspecify.annotations.NullMarked;
