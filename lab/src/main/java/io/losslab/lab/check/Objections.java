package io.losslab.lab.check;

import java.util.ArrayList;
import java.util.List;

/** Lines, up to a limit; what comes after is counted. The same line twice is one. */
final class Objections {
    private final int limit;
    private final List<String> lines = new ArrayList<>();
    private int dropped;

    Objections(int limit) {
        this.limit = limit;
    }

    void add(String line) {
        if (lines.size() < limit) {
            always(line);
        } else if (!lines.contains(line)) {
            dropped++;
        }
    }

    /** Beyond the limit as well: for what is asked about one by one, and of which there are few. */
    void always(String line) {
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    List<String> lines() {
        if (dropped == 0) {
            return List.copyOf(lines);
        }
        List<String> all = new ArrayList<>(lines);
        all.add("and " + dropped + " more of this kind");
        return List.copyOf(all);
    }
}
