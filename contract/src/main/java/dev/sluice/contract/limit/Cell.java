package dev.sluice.contract.limit;

/**
 * Where an amount was reserved: the bucket, period or gauge of its admission. All methods are lock-free and thread-safe; what is
 * held must be used or released in the end.
 */
interface Cell {
    /** More is held, whatever the limit says. */
    void hold(long amount);

    /** So much has been used, of which {@code held} was held. */
    void use(long amount, long held);

    void release(long held);
}
