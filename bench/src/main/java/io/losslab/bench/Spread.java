package io.losslab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Median and range of several trials. */
record Spread(double min, double median, double max) {
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }

    /** By pair, the share of the throughput without that is missing with. */
    static Spread ofShares(List<Double> without, List<Double> with) {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < without.size(); i++) {
            shares.add(1 - with.get(i) / without.get(i));
        }
        return of(shares);
    }

    /** As percentages. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f%% (%.1f%% to %.1f%%)", 100 * median, 100 * min, 100 * max);
    }
}
