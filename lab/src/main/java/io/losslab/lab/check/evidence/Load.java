package io.losslab.lab.check.evidence;

/** The producers of the load, by their send ledgers. */
public record Load() implements LegOrigin {
    @Override
    public String strangers() {
        return "of which there is no send ledger";
    }
}
