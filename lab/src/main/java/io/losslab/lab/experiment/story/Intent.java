package io.losslab.lab.experiment.story;

/**
 * When a record was meant to be sent, as the load's own schedule has it: record {@code n} at its start plus {@code n} /
 * rate.
 *
 * @param startedMicros when the load was started, microseconds since 1970; the schedule begins within milliseconds of it
 * @param number of the record in the producer's order over all partitions, from 0
 */
public record Intent(long startedMicros, long number, long recordsPerSecond) {
    long atMicros() {
        return startedMicros
                + number / recordsPerSecond * 1_000_000
                + number % recordsPerSecond * 1_000_000 / recordsPerSecond;
    }
}
