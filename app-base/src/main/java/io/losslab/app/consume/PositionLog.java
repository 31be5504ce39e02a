package io.losslab.app.consume;

import io.losslab.ledger.journal.ResetTrigger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands what the Kafka client (4.x) logs about its position, the only place where it says so: a reset is announced
 * by a line that has its trigger, and done by a second one that has the new position.
 *
 * <p>{@link #line} is called by whichever of the client's threads logs; events wait until the polling thread takes them.
 */
final class PositionLog {
    private static final String AT = "FetchPosition\\{offset=(\\d+), .*?";

    private static final Pattern OUT_OF_RANGE =
            Pattern.compile("Fetch position " + AT + "is out of range for partition (\\S+), resetting offset");
    private static final Pattern NO_COMMITTED_OFFSET =
            Pattern.compile("Found no committed offset for partition (\\S+)");
    private static final Pattern DIVERGED = Pattern.compile("Truncation detected for partition (\\S+) at offset " + AT
            + "resetting offset to the first offset known to diverge FetchPosition\\{offset=(\\d+),");
    private static final Pattern TRUNCATED =
            Pattern.compile("Truncation detected for partition (\\S+) at offset " + AT + "resetting offset");
    private static final Pattern RESET =
            Pattern.compile("Resetting offset for partition (\\S+) to position FetchPosition\\{offset=(\\d+),");
    private static final Pattern SEEK = Pattern.compile("Seeking to offset (\\d+) for partition (\\S+)");
    private static final Pattern SEEK_TO_END_OR_BEGINNING = Pattern.compile("Seeking to .+ offset of partition (\\S+)");

    /** Why the position is about to be reset; without a trigger, because the application sought the end or beginning. */
    private record Announced(@Nullable ResetTrigger trigger, long before) {}

    private static final Announced NOTHING = new Announced(ResetTrigger.UNKNOWN, -1);

    private final String topic;
    private final Map<Integer, Announced> announced = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<PositionEvent> events = new ConcurrentLinkedQueue<>();

    PositionLog(String topic) {
        this.topic = topic;
    }

    /**
     * @param message as it was logged, the client's prefix included
     * @param atMicros when, in microseconds since 1970
     */
    void line(String message, long atMicros) {
        Matcher found = OUT_OF_RANGE.matcher(message);
        if (found.find()) {
            announce(found.group(2), ResetTrigger.OUT_OF_RANGE, Long.parseLong(found.group(1)));
        } else if ((found = NO_COMMITTED_OFFSET.matcher(message)).find()) {
            announce(found.group(1), ResetTrigger.NO_COMMITTED_OFFSET, -1);
        } else if ((found = DIVERGED.matcher(message)).find()) {
            announce(found.group(1), ResetTrigger.TRUNCATION, Long.parseLong(found.group(2)));
            reset(found.group(1), Long.parseLong(found.group(3)), atMicros);
        } else if ((found = TRUNCATED.matcher(message)).find()) {
            announce(found.group(1), ResetTrigger.TRUNCATION, Long.parseLong(found.group(2)));
        } else if ((found = RESET.matcher(message)).find()) {
            reset(found.group(1), Long.parseLong(found.group(2)), atMicros);
        } else if ((found = SEEK.matcher(message)).find()) {
            announce(found.group(2), null, -1);
            reset(found.group(2), Long.parseLong(found.group(1)), atMicros);
        } else if ((found = SEEK_TO_END_OR_BEGINNING.matcher(message)).find()) {
            announce(found.group(1), null, -1);
        }
    }

    private void announce(String topicPartition, @Nullable ResetTrigger trigger, long before) {
        int partition = partitionOf(topicPartition);
        if (partition >= 0) {
            announced.put(partition, new Announced(trigger, before));
        }
    }

    private void reset(String topicPartition, long after, long atMicros) {
        int partition = partitionOf(topicPartition);
        if (partition >= 0) {
            Announced why = announced.remove(partition);
            why = why == null ? NOTHING : why;
            events.add(new PositionEvent(partition, why.trigger, why.before, after, atMicros));
        }
    }

    /** -1 when it is of another topic. */
    private int partitionOf(String topicPartition) {
        int dash = topicPartition.lastIndexOf('-');
        if (dash < 0 || !topicPartition.substring(0, dash).equals(topic)) {
            return -1;
        }
        try {
            return Integer.parseInt(topicPartition.substring(dash + 1).replaceAll("[.,]$", ""));
        } catch (NumberFormatException notAPartition) {
            return -1;
        }
    }

    /** The oldest event that nobody took, left where it is; or null. */
    @Nullable
    PositionEvent peek() {
        return events.peek();
    }

    /** Takes the oldest event, or returns null. */
    @Nullable
    PositionEvent poll() {
        return events.poll();
    }
}
