package io.losslab.lab.run;

import java.time.Duration;

/** Is told how a run goes on. Called by the thread that runs the experiment; must not take long. */
public interface RunListener {
    /**
     * A run begins.
     *
     * @param number from 1
     * @param expected how long it will take, about
     */
    void run(int number, int of, String variant, Duration expected);

    /**
     * A phase begins.
     *
     * @param name {@code start}, {@code load}, {@code drain} or {@code account}
     * @param what in words
     * @param atMost how long it can take
     */
    void phase(String name, String what, Duration atMost);

    /** About four times a second. */
    void sample(RunSample sample);

    /** Something worth a line. */
    void note(String line);
}
