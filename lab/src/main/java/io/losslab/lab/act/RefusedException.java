package io.losslab.lab.act;

/** Kafka answered, and did not do what a fault asked of it: no failure of the lab's, and not a fault that was done. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedException(Throwable answer) {
        super(reason(answer), answer);
    }

    /** The kind of answer first: messages of Kafka's say little without it. */
    static String reason(Throwable answer) {
        String name = answer.getClass().getSimpleName().replaceAll("Exception$", "");
        return answer.getMessage() == null ? name : name + ": " + answer.getMessage();
    }
}
