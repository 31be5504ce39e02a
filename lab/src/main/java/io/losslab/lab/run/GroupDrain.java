package io.losslab.lab.run;

import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.PartitionStatus;
import io.losslab.lab.evidence.ClusterSample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Judges by the accounts whether a group has caught up: what was stored can be read (a leader's log ends at its high
 * watermark), its members' positions went through all of it, and nothing is in hand. Then each acknowledged record has an
 * outcome with this group, or cannot get one any more.
 *
 * <p>A position says what a commit cannot: it moves past markers of transactions, past what compaction took, and past what
 * a reset skipped; and a commit may be anybody's, lie beyond the end, or never be made. Only where no member has a
 * partition does the commit count, because a next member would go on there.
 *
 * <p>A function of what it is given.
 *
 * @param cluster a sample that was begun after the load had ended
 * @param groupId as the cluster knows it
 * @param living the statuses of its processes that have not ended
 * @param unproven partitions of which it is not known that the log ends at the high watermark
 * @param lastStable by partition, where known, the offset from which on a reader of committed data is given nothing;
 *     empty for a group that reads all
 */
record GroupDrain(
        ClusterSample cluster,
        String groupId,
        List<ConsumerStatus> living,
        Set<Integer> unproven,
        Map<Integer, Long> lastStable) {
    /** Where a partition stands. */
    private record Place(DrainReason reason, long left, long inHand, long position) {
        static final Place AT_END = new Place(DrainReason.CAUGHT_UP, 0, 0, -1);
    }

    DrainState judge() {
        Map<Integer, Place> places = new TreeMap<>();
        cluster.partitions().forEach((partition, log) -> places.put(partition, place(partition, log)));
        long left = places.values().stream().mapToLong(Place::left).sum();
        long inHand = places.values().stream().mapToLong(Place::inHand).sum();
        if (living.isEmpty()) {
            return new DrainState(
                    DrainReason.NO_MEMBER,
                    left,
                    0,
                    "it has no member, and none will come; " + records(left) + " left in the log");
        }
        if (living.stream().allMatch(ConsumerStatus::hasFailed)) {
            return new DrainState(
                    DrainReason.CHANNEL_FAILED,
                    left,
                    inHand,
                    living.get(0).failure() + "; nothing can move any more, " + records(left) + " left in the log");
        }
        for (DrainReason reason : List.of(
                DrainReason.UNREAD,
                DrainReason.OPEN_TRANSACTION,
                DrainReason.BEYOND_END,
                DrainReason.NO_OWNER,
                DrainReason.IN_HAND,
                DrainReason.ABOVE_HIGH_WATERMARK)) {
            Set<Integer> where = places.entrySet().stream()
                    .filter(p -> p.getValue().reason() == reason)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!where.isEmpty()) {
                return new DrainState(reason, left, inHand, text(reason, where, places, left, inHand));
            }
        }
        return new DrainState(DrainReason.CAUGHT_UP, 0, 0, "caught up");
    }

    private Place place(int partition, ClusterSample.PartitionSample log) {
        long start = log.logStartOffset();
        long end = log.endOffset();
        long position = -1;
        long inHand = 0;
        boolean owned = false;
        for (ConsumerStatus member : living) {
            if (member.hasFailed()) {
                continue;
            }
            for (PartitionStatus owns : member.partitions()) {
                if (owns.partition() == partition) {
                    owned = true;
                    // one that was paused may still believe that the partition is its own
                    position = Math.max(position, owns.position());
                    inHand += owns.inHand();
                }
            }
        }
        if (!owned) {
            return unowned(partition, start, end);
        }
        if (position > end) {
            return new Place(DrainReason.BEYOND_END, 0, inHand, position);
        }
        if (position < end && !(position < 0 && start == end)) {
            boolean heldBack = inHand == 0 && lastStable.getOrDefault(partition, Long.MAX_VALUE) <= position;
            return new Place(
                    heldBack ? DrainReason.OPEN_TRANSACTION : DrainReason.UNREAD,
                    end - Math.max(position, start),
                    inHand,
                    position);
        }
        if (inHand > 0) {
            return new Place(DrainReason.IN_HAND, 0, inHand, position);
        }
        return unproven.contains(partition)
                ? new Place(DrainReason.ABOVE_HIGH_WATERMARK, 0, 0, position)
                : Place.AT_END;
    }

    /** Whoever gets the partition next goes on at the commit; or, if that is not in the log, where its reset policy says. */
    private Place unowned(int partition, long start, long end) {
        long commit = cluster.committed().getOrDefault(groupId, Map.of()).getOrDefault(partition, -1L);
        if (commit != end && start != end) {
            long from = commit < start || commit > end ? start : commit;
            return new Place(DrainReason.NO_OWNER, end - from, 0, commit);
        }
        return unproven.contains(partition) ? new Place(DrainReason.ABOVE_HIGH_WATERMARK, 0, 0, commit) : Place.AT_END;
    }

    private static String text(
            DrainReason reason, Set<Integer> where, Map<Integer, Place> places, long left, long inHand) {
        String partitions = partitions(where);
        String hand = inHand == 0 ? "" : ", " + records(inHand) + " in hand";
        long position = places.get(where.iterator().next()).position();
        return switch (reason) {
            case UNREAD -> records(left) + " to read" + hand;
            case OPEN_TRANSACTION ->
                records(left) + " of " + partitions + " held back: a transaction is open at offset " + number(position);
            case BEYOND_END -> "its position " + number(position) + " lies beyond the end of " + partitions + hand;
            case NO_OWNER -> "no member has " + partitions + ", " + records(left) + " to read" + hand;
            case IN_HAND -> records(inHand) + " in hand";
            case ABOVE_HIGH_WATERMARK ->
                "what lies above the high watermark of " + partitions + " cannot be read while a replica is missing";
            case CAUGHT_UP, NO_MEMBER, CHANNEL_FAILED, UNKNOWN -> reason.code();
        };
    }

    private static String partitions(Set<Integer> where) {
        return (where.size() == 1 ? "partition " : "partitions ")
                + where.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String records(long count) {
        return number(count) + (count == 1 ? " record" : " records");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
