package io.losslab.lab;

import org.jspecify.annotations.Nullable;

/**
 * What stops the lab, by category; the category is the exit code. The message is one line that says what, where and
 * what is allowed or to be done, and is all that a user sees (the stack trace only with {@code --verbose}).
 */
public abstract sealed class LabException extends RuntimeException {
    private LabException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public abstract ExitCode exitCode();

    /** The user asked for something that cannot be: nothing was started. */
    public static final class BadInput extends LabException {
        public BadInput(String message) {
            super(message, null);
        }

        public BadInput(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public ExitCode exitCode() {
            return ExitCode.BAD_INPUT;
        }
    }

    /** Stored evidence does not hold, so what was asked of it cannot be told. */
    public static final class Evidence extends LabException {
        public Evidence(String message) {
            super(message, null);
        }

        public Evidence(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public ExitCode exitCode() {
            return ExitCode.UNEXPECTED;
        }
    }

    /** This machine or that cluster does not give what the run needs, or stopped giving it. */
    public static final class Environment extends LabException {
        public Environment(String message) {
            super(message, null);
        }

        public Environment(@Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public ExitCode exitCode() {
            return ExitCode.ENVIRONMENT;
        }
    }
}
