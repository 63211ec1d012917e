/** TLS of the data port: the certificate from files, and another when the files change. */
@NullMarked
package dev.sluice.gateway.tls;

import org.jspecify.annotations.NullMarked;
