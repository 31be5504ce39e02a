package io.losslab.app.web;

import jakarta.ws.rs.core.Response.Status;

/** What a resource throws when it cannot do what was asked; becomes an RFC 9457 problem. */
public final class ProblemException extends RuntimeException {
    private final transient Status status;

    private ProblemException(Status status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    /** The input is not one of what is allowed; {@code detail} says what is. */
    public static ProblemException badInput(String detail) {
        return new ProblemException(Status.BAD_REQUEST, detail);
    }

    /** The input is fine, the present state forbids it. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(Status.CONFLICT, detail);
    }

    /** Something that this service needs does not answer, or is missing. */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(Status.SERVICE_UNAVAILABLE, detail);
    }

    Status status() {
        return status;
    }
}
