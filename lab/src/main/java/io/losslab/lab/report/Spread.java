package io.losslab.lab.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the trials of one variant measured of one thing.
 *
 * @param values ascending, at least one
 */
record Spread(double[] values) {
    static Optional<Spread> of(List<Double> measured) {
        return measured.isEmpty()
                ? Optional.empty()
                : Optional.of(new Spread(measured.stream()
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .toArray()));
    }

    double min() {
        return values[0];
    }

    double max() {
        return values[values.length - 1];
    }

    double median() {
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** Whether two trials at least say how far a repetition is from itself. */
    boolean isKnown() {
        return values.length > 1;
    }

    /**
     * Whether this is another number than the other, and not the same one measured twice: no trial of the one falls among
     * those of the other, and the medians are further apart than the trials of either.
     */
    boolean differsFrom(Spread other) {
        boolean apart = min() > other.max() || max() < other.min();
        double wider = Math.max(max() - min(), other.max() - other.min());
        return apart && Math.abs(median() - other.median()) > wider;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread spread && Arrays.equals(values, spread.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
