/** The edge of the HTTP server: paths that are refused before routing, and the console's files. */
@NullMarked
package dev.sluice.admin.web;

import org.jspecify.annotations.NullMarked;
