/** The connections of clients: how many there may be, and for how long a request may take to come. */
@NullMarked
package dev.sluice.gateway.connection;

import org.jspecify.annotations.NullMarked;
