/**
 * TLS of the data port: the certificate from files, and another when the files change. And the memory that TLS takes, towards
 * clients and providers.
 */
@NullMarked
package dev.sluice.gateway.tls;

import org.jspecify.annotations.NullMarked;
