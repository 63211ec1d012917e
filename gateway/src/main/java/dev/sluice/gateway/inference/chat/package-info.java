/**
 * A chat in nobody's dialect: what every client endpoint decodes to and every provider adapter encodes from, and back. JSON
 * that passes through unread (schemas, arguments) is kept as text.
 */
@NullMarked
package dev.sluice.gateway.inference.chat;

import org.jspecify.annotations.NullMarked;
