package io.losslab.lab.run;

import io.losslab.ledger.identity.EpochClock;
import java.util.ArrayList;
import java.util.List;

/** When each phase of a run began and ended. */
final class PhaseLog {
    /**
     * @param toMicros microseconds since 1970; -1 while the phase is on
     */
    record Phase(String name, long fromMicros, long toMicros) {}

    private final List<Phase> phases = new ArrayList<>();

    /** Ends the phase before. */
    void begin(String name) {
        end();
        phases.add(new Phase(name, EpochClock.micros(), -1));
    }

    void end() {
        int last = phases.size() - 1;
        if (last >= 0 && phases.get(last).toMicros() < 0) {
            Phase open = phases.get(last);
            phases.set(last, new Phase(open.name(), open.fromMicros(), EpochClock.micros()));
        }
    }

    List<Phase> phases() {
        return List.copyOf(phases);
    }

    long startedMicros() {
        return phases.get(0).fromMicros();
    }

    long endedMicros() {
        return phases.get(phases.size() - 1).toMicros();
    }
}
