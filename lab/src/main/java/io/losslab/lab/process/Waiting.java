package io.losslab.lab.process;

/** Waiting that must be brought to its end although the thread was told to hurry: closing what was opened. */
final class Waiting {
    private Waiting() {}

    /** Something that may wait, interruptibly. */
    interface Step {
        /** Whether it came to a good end. */
        boolean run() throws InterruptedException;
    }

    /** Runs the step to its end; a pending or arriving interrupt is put off until after it. */
    static boolean uninterruptibly(Step step) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return step.run();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
