/** Sign-in with local accounts: passwords, tokens, the first owner. */
@NullMarked
package dev.sluice.admin.login;

import org.jspecify.annotations.NullMarked;
