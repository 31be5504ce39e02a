package io.losslab.lab.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps notes and samples for a look afterwards. */
class QuietListener implements RunListener {
    final List<String> notes = new ArrayList<>();
    final List<RunSample> samples = new ArrayList<>();

    @Override
    public void run(int number, int of, String variant, Duration expected) {}

    @Override
    public void phase(String name, String what, Duration atMost) {}

    @Override
    public void sample(RunSample sample) {
        samples.add(sample);
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }
}
