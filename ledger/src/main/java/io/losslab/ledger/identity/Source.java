package io.losslab.ledger.identity;

import java.security.SecureRandom;
import java.util.Objects;

/**
 * Who wrote a record: one producer instance within one run. Two processes never share a source, because a restarted
 * producer is a new instance.
 *
 * @param run the run, 1 to {@value #RUN_WIDTH} characters of {@code [a-z0-9-]}
 * @param producer the producer instance, 1 to {@value #PRODUCER_WIDTH} characters of {@code [a-z0-9-]}
 */
public record Source(String run, String producer) implements Comparable<Source> {
    public static final int RUN_WIDTH = 12;
    public static final int PRODUCER_WIDTH = 8;

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    public Source {
        requireName("run", run, RUN_WIDTH);
        requireName("producer", producer, PRODUCER_WIDTH);
    }

    /**
     * @throws IllegalArgumentException naming what is allowed, when the run's name would not fit into a record
     */
    public static String requireRun(String run) {
        return requireName("run", run, RUN_WIDTH);
    }

    /** A name that no other run or instance has drawn, for all practical purposes; unambiguous when read aloud. */
    public static String randomName(int width) {
        StringBuilder name = new StringBuilder(width);
        for (int i = 0; i < width; i++) {
            name.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }

    private static String requireName(String what, String value, int width) {
        Objects.requireNonNull(value, what);
        boolean fits = !value.isEmpty() && value.length() <= width;
        for (int i = 0; fits && i < value.length(); i++) {
            char c = value.charAt(i);
            fits = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    what + " '" + value + "' is not a name of 1 to " + width + " characters of a-z, 0-9 and '-'");
        }
        return value;
    }

    @Override
    public int compareTo(Source other) {
        int byRun = run.compareTo(other.run);
        return byRun != 0 ? byRun : producer.compareTo(other.producer);
    }

    @Override
    public String toString() {
        return run + "/" + producer;
    }
}
