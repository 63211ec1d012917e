package dev.sluice.gateway.pipeline;

import dev.sluice.contract.explain.ExplanationDraft;
import dev.sluice.gateway.dispatch.ReplySink;
import dev.sluice.gateway.error.GatewayError;

/** The client's side of a call, in its dialect. */
public interface Responder extends ReplySink {
    /** Answers with an error, as long as nothing else was answered. */
    void fail(GatewayError error);

    /** How it stands with the limits, for the headers of whatever is answered. */
    void standing(LimitHeaders headers);

    /** Every answer from here on says why it is so. */
    void explain(ExplanationDraft explained);

    /** Runs when the client's connection closes before the reply's end. */
    void onGone(Runnable action);
}
