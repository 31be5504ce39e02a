package io.losslab.lab.evidence;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who had a partition at one moment.
 *
 * @param leader broker; -1 while there is none
 * @param leaderEpoch -1 when unknown
 * @param replicas brokers that should have it, in sync or not
 * @param isr brokers in sync, ascending
 * @param elr brokers that may still lead although they have left the ISR (KIP-966), ascending; null when the cluster
 *     does not tell
 */
public record Replication(
        int leader,
        int leaderEpoch,
        List<Integer> replicas,
        List<Integer> isr,
        @Nullable List<Integer> elr) {
    public static final int NO_LEADER = -1;
    public static final int UNKNOWN_EPOCH = -1;

    public Replication withEpoch(int epoch) {
        return new Replication(leader, epoch, replicas, isr, elr);
    }

    /** {@code leader/epoch/replicas/isr/elr}, brokers joined by {@code +}; unknown is empty, none is {@code -}. */
    public String text() {
        return (leader == NO_LEADER ? "-" : Integer.toString(leader))
                + "/"
                + (leaderEpoch == UNKNOWN_EPOCH ? "" : Integer.toString(leaderEpoch))
                + "/"
                + joined(replicas)
                + "/"
                + joined(isr)
                + "/"
                + (elr == null ? "" : joined(elr));
    }

    private static String joined(Collection<Integer> brokers) {
        return brokers.isEmpty() ? "-" : brokers.stream().map(String::valueOf).collect(Collectors.joining("+"));
    }
}
