package io.losslab.app.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.ledger.journal.ResetTrigger;
import org.junit.jupiter.api.Test;

/** The wording is that of kafka-clients 4.2.1; the slow consumer's test sees it from a real client. */
class PositionLogTest {
    private static final String PREFIX = "[Consumer clientId=c, groupId=g] ";
    private static final String LEADER = "offsetEpoch=Optional[0], currentLeader=LeaderAndEpoch{leader=Optional[h:1"
            + " (id: 0 rack: null isFenced: false)], epoch=0}}";

    private final PositionLog log = new PositionLog("load-events");

    private void line(String message) {
        log.line(PREFIX + message, 7);
    }

    private static String at(long offset) {
        return "FetchPosition{offset=" + offset + ", " + LEADER;
    }

    @Test
    void outOfRange() {
        line("Fetch position " + at(5) + " is out of range for partition load-events-3, resetting offset");
        assertThat(log.poll()).isNull();
        line("Resetting offset for partition load-events-3 to position " + at(90) + ".");

        assertThat(log.poll()).isEqualTo(new PositionEvent(3, ResetTrigger.OUT_OF_RANGE, 5, 90, 7));
    }

    @Test
    void noCommittedOffset() {
        line("Found no committed offset for partition load-events-0");
        line("Resetting offset for partition load-events-0 to position " + at(4) + ".");

        assertThat(log.poll()).isEqualTo(new PositionEvent(0, ResetTrigger.NO_COMMITTED_OFFSET, -1, 4, 7));
    }

    @Test
    void truncation() {
        line("Truncation detected for partition load-events-0 at offset " + at(9)
                + ", resetting offset to the first offset known to diverge " + at(6));
        assertThat(log.poll()).isEqualTo(new PositionEvent(0, ResetTrigger.TRUNCATION, 9, 6, 7));

        line("Truncation detected for partition load-events-0 at offset " + at(9) + ", resetting offset");
        line("Resetting offset for partition load-events-0 to position " + at(2) + ".");
        assertThat(log.poll()).isEqualTo(new PositionEvent(0, ResetTrigger.TRUNCATION, 9, 2, 7));
    }

    @Test
    void seeks() {
        line("Seeking to offset 12 for partition load-events-1");
        assertThat(log.poll()).isEqualTo(new PositionEvent(1, null, -1, 12, 7));

        line("Seeking to earliest offset of partition load-events-1");
        line("Resetting offset for partition load-events-1 to position " + at(1) + ".");
        assertThat(log.poll()).isEqualTo(new PositionEvent(1, null, -1, 1, 7));
    }

    @Test
    void anotherTopicAndAResetWithoutAnAnnouncement() {
        line("Resetting offset for partition other-load-events-1 to position " + at(1) + ".");
        assertThat(log.poll()).isNull();
        line("Resetting offset for partition load-events-1 to position " + at(1) + ".");
        assertThat(log.poll()).isEqualTo(new PositionEvent(1, ResetTrigger.UNKNOWN, -1, 1, 7));
    }
}
