/**
 * The demo provider: an HTTP server that speaks OpenAI's chat completions, costs nothing and remembers what it was asked.
 *
 * <p>A request is parsed ({@link dev.sluice.local.demo.ChatRequest}), answered in advance ({@link
 * dev.sluice.local.demo.Reply}), written whole or as a stream ({@link dev.sluice.local.demo.ChatHandler}) and logged with
 * what was really written ({@link dev.sluice.local.demo.RequestLog}).
 */
@NullMarked
package dev.sluice.local.demo;

import org.jspecify.annotations.NullMarked;
