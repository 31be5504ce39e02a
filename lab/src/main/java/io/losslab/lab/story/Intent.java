package io.losslab.lab.story;

/**
 * When a record was meant to be sent, as the load's own schedule has it: record {@code n} at its start plus {@code n} /
 * rate. Its value has the exact time, but no value is kept as evidence; this one is computed, and never later: the
 * schedule begins some tens of milliseconds after the load was asked for.
 *
 * @param startedMicros when the load was asked for, microseconds since 1970
 * @param number of the record in the producer's order over all partitions, from 0
 */
public record Intent(long startedMicros, long number, long recordsPerSecond) {
    long atMicros() {
        return startedMicros
                + number / recordsPerSecond * 1_000_000
                + number % recordsPerSecond * 1_000_000 / recordsPerSecond;
    }
}
