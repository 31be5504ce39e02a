package io.losslab.lab.process;

import io.losslab.lab.LabException;
import java.util.concurrent.TimeUnit;

/** A pause between two looks at something that takes its time. */
public final class Pause {
    private Pause() {}

    /**
     * @throws LabException.Environment when the thread is interrupted, which it stays
     */
    public static void millis(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted", e);
        }
    }
}
