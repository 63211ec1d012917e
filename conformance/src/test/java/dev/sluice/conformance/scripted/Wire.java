package dev.sluice.conformance.scripted;

/** One vendor's HTTP interface. */
interface Wire {
    boolean serves(String path);

    /** @throws Refused when the vendor would not take it */
    Reply serve(ScriptedProvider.Asked asked);

    /** The vendor's way to say 400. */
    Reply refuse(Refused refused);
}
