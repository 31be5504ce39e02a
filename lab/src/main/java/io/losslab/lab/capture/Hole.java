package io.losslab.lab.capture;

/**
 * What is missing in a piece of evidence.
 *
 * @param stream the file or folder of the run's evidence, such as {@code group-offsets.csv}
 * @param text one line for people, that names the stream; of one that was refused, the reason alone
 */
public record Hole(String stream, Kind kind, String text) {
    /** What kind of a hole it is. */
    public enum Kind {
        /** It ends before the log does. */
        SHORT,
        /** Something is missing or damaged in it. */
        DAMAGED,
        /** The cluster did not give it, or not to its end: the stream as a whole is no evidence. */
        REFUSED
    }
}
