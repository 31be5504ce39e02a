package io.losslab.lab;

/** The exit codes of {@code losslab}; a contract. */
public enum ExitCode {
    EXPECTED(0),
    UNEXPECTED(1),
    BAD_INPUT(2),
    ENVIRONMENT(3),
    INTERNAL(4),
    /** Ended by Ctrl-C, as shells say it. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
