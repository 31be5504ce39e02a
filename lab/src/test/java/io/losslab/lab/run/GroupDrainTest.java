package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.StatusJson;
import io.losslab.lab.evidence.ClusterSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GroupDrainTest {
    private static final String GROUP = "g";

    private final Map<Integer, ClusterSample.PartitionSample> logs = new TreeMap<>();
    private final Map<Integer, Long> commits = new TreeMap<>();
    private final List<JsonNode> living = new ArrayList<>();
    private Set<Integer> unproven = Set.of();
    private Map<Integer, Long> lastStable = Map.of();

    @Test
    void aPositionAtTheEndWithNothingInHandIsCaughtUpWithoutAnyCommit() {
        log(0, 0, 100);
        has(member(), 0, 100, 0);

        assertThat(judge().reason()).isEqualTo(DrainReason.CAUGHT_UP);
        assertThat(judge().isSettled()).isTrue();
    }

    @Test
    void aCommitIsNoProofAsLongAsAMemberHasThePartition() {
        log(0, 0, 100);
        has(member(), 0, 40, 10);

        for (long commit : new long[] {100, 50_000}) {
            commits.put(0, commit);

            assertThat(judge())
                    .isEqualTo(new DrainState(DrainReason.UNREAD, 60, 10, "60 records to read, 10 records in hand"));
        }
    }

    @Test
    void aPositionBeyondTheEndIsNotAtTheEnd() {
        log(0, 0, 4_800);
        has(member(), 0, 50_000, 0);

        assertThat(judge().reason()).isEqualTo(DrainReason.BEYOND_END);
        assertThat(judge().text()).isEqualTo("its position 50,000 lies beyond the end of partition 0");
        assertThat(judge().isSettled()).isFalse();
    }

    @Test
    void anEmptyLogDoesNotMakeUpForRecordsInHand() {
        log(0, 100, 100);
        ObjectNode member = member();
        has(member, 0, 100, 3);

        assertThat(judge()).isEqualTo(new DrainState(DrainReason.IN_HAND, 0, 3, "3 records in hand"));
    }

    @Test
    void aMemberThatHasYetToLearnThatTheLogWasEmptiedMayHaveRecordsInItsClient() {
        log(0, 100, 100);
        has(member(), 0, 60, 0);

        assertThat(judge().reason()).isEqualTo(DrainReason.UNREAD);
    }

    @Test
    void whatWasDeletedIsNotLeftToBeRead() {
        log(0, 90, 100);
        has(member(), 0, 60, 0);

        assertThat(judge().left()).isEqualTo(10);
    }

    @Test
    void aPartitionThatNeverHeldARecordNeedsNoPosition() {
        log(0, 0, 0);
        has(member(), 0, -1, 0);

        assertThat(judge().reason()).isEqualTo(DrainReason.CAUGHT_UP);
    }

    @Test
    void whatCannotBeReadYetIsWaitedFor() {
        log(0, 0, 100);
        log(1, 0, 70);
        ObjectNode member = member();
        has(member, 0, 100, 0);
        has(member, 1, 70, 0);
        unproven = Set.of(1);

        assertThat(judge().reason()).isEqualTo(DrainReason.ABOVE_HIGH_WATERMARK);
        assertThat(judge().text()).contains("partition 1");
        assertThat(judge().isSettled()).isFalse();
    }

    @Test
    void anOpenTransactionIsNeverCaughtUp() {
        log(0, 0, 100);
        has(member(), 0, 80, 0);
        lastStable = Map.of(0, 80L);

        assertThat(judge())
                .isEqualTo(new DrainState(
                        DrainReason.OPEN_TRANSACTION,
                        20,
                        0,
                        "20 records of partition 0 held back: a transaction is open at offset 80"));
    }

    @Test
    void belowTheOpenTransactionIsMerelyUnread() {
        log(0, 0, 100);
        has(member(), 0, 60, 0);
        lastStable = Map.of(0, 80L);

        assertThat(judge().reason()).isEqualTo(DrainReason.UNREAD);
    }

    @Test
    void aGroupWhoseProcessesHaveEndedIsNotWaitedFor() {
        log(0, 20, 100);
        commits.put(0, 40L);

        assertThat(judge())
                .isEqualTo(new DrainState(
                        DrainReason.NO_MEMBER,
                        60,
                        0,
                        "it has no member, and none will come; 60 records left in the log"));
        assertThat(judge().isSettled()).isTrue();
    }

    @Test
    void nothingMovesOnceTheChannelOfEachMemberHasFailed() {
        log(0, 0, 100);
        commits.put(0, 40L);
        living.add(failed());
        living.add(failed());

        assertThat(judge().reason()).isEqualTo(DrainReason.CHANNEL_FAILED);
        assertThat(judge().left()).isEqualTo(60);
        assertThat(judge().text()).startsWith("the channel has failed: ");
        assertThat(judge().isSettled()).isTrue();
    }

    @Test
    void aMemberThatIsLeftMayStillGetThePartitionsOfOneWhoseChannelFailed() {
        log(0, 0, 100);
        commits.put(0, 40L);
        ObjectNode failed = failed();
        has(failed, 0, 100, 0);
        living.add(failed);
        member();

        assertThat(judge().reason()).isEqualTo(DrainReason.NO_OWNER);
        assertThat(judge().left()).isEqualTo(60);
        assertThat(judge().isSettled()).isFalse();
    }

    @Test
    void withoutAnOwnerTheCommitCountsAndOnlyAtTheEnd() {
        log(0, 0, 100);
        member();
        commits.put(0, 100L);
        assertThat(judge().reason()).isEqualTo(DrainReason.CAUGHT_UP);

        commits.put(0, 50_000L);
        assertThat(judge().reason()).isEqualTo(DrainReason.NO_OWNER);
        assertThat(judge().left()).isEqualTo(100);

        commits.clear();
        assertThat(judge().reason()).isEqualTo(DrainReason.NO_OWNER);
    }

    @Test
    void oneThatStillBelievesToHaveThePartitionCountsWithWhatItHasInHand() {
        log(0, 0, 100);
        has(member(), 0, 40, 5);
        has(member(), 0, 100, 0);

        assertThat(judge().reason()).isEqualTo(DrainReason.IN_HAND);
    }

    @Test
    void oneOfSeveralPartitionsIsEnoughToWaitFor() {
        log(0, 0, 100);
        log(1, 0, 100);
        has(member(), 0, 100, 0);
        has(member(), 1, 99, 0);

        assertThat(judge().text()).isEqualTo("1 record to read");
    }

    private DrainState judge() {
        List<ConsumerStatus> members = living.stream()
                .map(member -> StatusJson.read(member, ConsumerStatus.class))
                .toList();
        return new GroupDrain(new ClusterSample(1, logs, Map.of(GROUP, commits)), GROUP, members, unproven, lastStable)
                .judge();
    }

    private void log(int partition, long start, long end) {
        logs.put(partition, new ClusterSample.PartitionSample(start, end, 1, 0, "1", 0));
    }

    private ObjectNode member() {
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.put("state", "RUNNING").putArray("partitions");
        living.add(member);
        return member;
    }

    private static ObjectNode failed() {
        ObjectNode member = JsonNodeFactory.instance.objectNode();
        member.put("state", "FAILED").put("failure", "the channel has failed: planned");
        member.putArray("partitions");
        return member;
    }

    private static void has(ObjectNode member, int partition, long position, long inHand) {
        member.withArray("partitions")
                .addObject()
                .put("partition", partition)
                .put("position", position)
                .put("inHand", inHand);
    }
}
