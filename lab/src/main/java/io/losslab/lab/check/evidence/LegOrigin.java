package io.losslab.lab.check.evidence;

/**
 * Where the intentions of a leg come from. A leg of a new kind is one more class here that says its own; the accounts are
 * balanced as those of any other.
 */
public sealed interface LegOrigin permits Load, PassedOn {
    /** What is said of records in the leg's topic whose source is none of the origin's. */
    String strangers();
}
