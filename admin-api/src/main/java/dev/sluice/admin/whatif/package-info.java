/** What a plan would have meant: the requests of the last days, decided anew by the policy that is and by the one that would be. */
@NullMarked
package dev.sluice.admin.whatif;

import org.jspecify.annotations.NullMarked;
