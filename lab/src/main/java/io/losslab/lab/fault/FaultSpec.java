package io.losslab.lab.fault;

import java.time.Duration;
import java.util.Locale;

/**
 * One fault as the experiment file has it.
 *
 * @param at after the start of the load
 * @param duration of a pause; null for the other kinds
 * @param restart how long after its end a process is started again; null for never
 * @param to where records are deleted up to, or offsets are set to; null for the other kinds
 */
public record FaultSpec(Kind kind, FaultTarget target, Duration at, Duration duration, Duration restart, String to) {
    /** What is done. */
    public enum Kind {
        /** SIGKILL. */
        KILL,
        /** SIGTERM: an orderly end. */
        STOP,
        /** SIGSTOP, and SIGCONT after a while. */
        PAUSE,
        /** A consumer that was held back is started; no fault of the file, but its {@code startAt}. */
        START,
        /** An operator deletes the oldest records. */
        DELETE_RECORDS,
        /** An operator sets a group's committed offsets. */
        RESET_OFFSETS,
        /** An operator removes a group's committed offsets. */
        DELETE_OFFSETS;

        /** As files write it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Kind ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        /** Whether it acts on processes. */
        public boolean isOnProcess() {
            return this == KILL || this == STOP || this == PAUSE;
        }
    }

    /** In one line, for people. */
    public String text() {
        return kind.code() + " " + target.text() + (to == null ? "" : " to " + to);
    }
}
