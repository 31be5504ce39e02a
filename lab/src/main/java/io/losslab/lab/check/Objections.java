package io.losslab.lab.check;

import java.util.ArrayList;
import java.util.List;

/** Why evidence does not hold: lines, up to a limit; what comes after is counted. The same line twice is one. */
final class Objections {
    private final List<String> lines = new ArrayList<>();
    private final int limit;
    private final Objections all;
    private final String where;
    private int dropped;

    Objections(int limit) {
        this.limit = limit;
        all = this;
        where = "";
    }

    private Objections(Objections all, String where) {
        limit = all.limit;
        this.all = all;
        this.where = where;
    }

    /** The same, where what is added is about one leg, and says so. */
    Objections to(String leg) {
        return new Objections(all, leg + ": ");
    }

    void add(String line) {
        all.put(where + line, false);
    }

    /** What names its stream itself. */
    void hole(String line) {
        all.put(line, false);
    }

    /** Beyond the limit as well: for what is asked about one by one, and of which there are few. */
    void always(String line) {
        all.put(where + line, true);
    }

    private void put(String line, boolean always) {
        if (lines.contains(line)) {
            return;
        }
        if (always || lines.size() < limit) {
            lines.add(line);
        } else {
            dropped++;
        }
    }

    List<String> lines() {
        if (all.dropped == 0) {
            return List.copyOf(all.lines);
        }
        List<String> most = new ArrayList<>(all.lines);
        most.add("and " + all.dropped + " more of this kind");
        return List.copyOf(most);
    }
}
