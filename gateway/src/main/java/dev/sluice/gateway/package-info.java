/** The gateway process: settings, start and stop. The life of a request is {@link dev.sluice.gateway.pipeline.InferencePipeline}. */
@NullMarked
package dev.sluice.gateway;

import org.jspecify.annotations.NullMarked;
