package io.losslab.lab.check;

/** A record that was in the log and is not, and how that is known. */
record Proof(String detail, long atMicros) {}
