package dev.sluice.gateway.dispatch;

/** What an attempt tells whoever makes it. On the event loop of its request. */
interface AttemptEvents {
    /** The request has been written to the provider. */
    void written();

    /** The client's reply begins with the next call: nobody else may give one. */
    void answering();
}
