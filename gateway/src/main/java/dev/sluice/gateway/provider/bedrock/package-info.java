/**
 * AWS Bedrock's Converse and ConverseStream: the neutral vocabulary to its JSON and back, and the signature of its requests.
 * Nothing here waits for credentials: keys are at hand, or a Bedrock API key is.
 */
@NullMarked
package dev.sluice.gateway.provider.bedrock;

import org.jspecify.annotations.NullMarked;
