/** What happens to secrets on their way in: new keys are made, credentials are sealed. */
@NullMarked
package dev.sluice.admin.intake;

import org.jspecify.annotations.NullMarked;
