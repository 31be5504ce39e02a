package io.losslab.lab.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The committed offset of a simulated group, and who passed each offset that the commit in force has passed. */
final class SimulatedCommits {
    record Passed(boolean byMember, long atMicros) {}

    private final List<Passed> passed = new ArrayList<>(); // by offset
    private final Set<Integer> madeByMembers = new HashSet<>();
    private int committed = -1;
    private int valid;

    /** Who passes an offset for good is who passed it last; what lies beyond the log's end passes nothing. */
    void moveTo(int to, boolean byMember, int logEnd, long atMicros) {
        if (to <= logEnd) {
            while (passed.size() > to) {
                passed.remove(passed.size() - 1);
            }
            while (passed.size() < to) {
                passed.add(new Passed(byMember, atMicros));
            }
            valid = to;
        } else {
            passed.clear();
            valid = 0;
        }
        if (byMember) {
            madeByMembers.add(to);
        }
        committed = to;
    }

    /** Whether a member ever committed this offset. */
    boolean madeByMember(int offset) {
        return madeByMembers.contains(offset);
    }

    /** -1 without one. */
    int committed() {
        return committed;
    }

    /** The same, but 0 where it lies beyond the log's end. */
    int valid() {
        return valid;
    }

    boolean hasPassed(int offset) {
        return offset < passed.size();
    }

    Passed passed(int offset) {
        return passed.get(offset);
    }
}
