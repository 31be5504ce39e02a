package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.place.BrokerNode;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.place.EmbeddedPlace;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no experiment makes happen, made to happen on a real broker: each case must come out as exactly this outcome, by
 * the lab's own evidence, and nothing else may be said of any record.
 */
class EveryCauseIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final String GROUP = "group";

    @TempDir
    static Path dir;

    private static LabSession session;
    private static Cluster cluster;
    private ScriptedRun run;

    @BeforeAll
    static void startBroker() {
        session = HOME.registry().open(ProcessRegistry.Kind.RUN, "EveryCauseIT", line -> {});
        cluster = new EmbeddedPlace(HOME, session).start(new ClusterSpec(1, Map.of()), dir);
    }

    @AfterAll
    static void stopBroker() {
        cluster.close();
        session.close();
    }

    @AfterEach
    void closeRun() throws Exception {
        run.close();
    }

    private ScriptedRun run(int partitions) throws Exception {
        run = new ScriptedRun(HOME, session, cluster, dir, partitions, GROUP);
        return run;
    }

    /** The group's books; the evidence must hold. */
    private static GroupAccounts booksOf(RunAccounts accounts) {
        assertThat(accounts.objections()).isEmpty();
        GroupAccounts books = accounts.groups().get(0);
        assertThat(books.unexplained()).isZero();
        return books;
    }

    @Test
    void recordsThatVanishFromTheSegmentOfAStoppedBrokerAreASilentLogLoss() throws Exception {
        try (ScriptedSender sender = run(1).sender()) {
            sender.send(0, 50);
        }
        BrokerNode broker = cluster.brokers().orElseThrow().brokers().get(0);
        broker.stop();
        new Segment(dir.resolve("broker-1/data/kafka-logs").resolve(run.topic() + "-0")).removeBatches(20, 25);
        broker.restart();
        run.readToEnd(GROUP);

        GroupAccounts books = booksOf(run.judge(true));

        assertThat(books.outcomes()).isEqualTo(Map.of(Outcome.PROCESSED, 45L, Outcome.SILENT_LOG_LOSS, 5L));
        assertThat(books.lostRanges()).singleElement().satisfies(range -> {
            assertThat(range.firstOffset()).isEqualTo(20);
            assertThat(range.count()).isEqualTo(5);
        });
    }

    @Test
    void aPositionThatJumpsWithoutATriggerOnRecordIsASkipViolation() throws Exception {
        run(1).sender().send(0, 60);
        ScriptedMember member = run.member(GROUP);
        member.process(20);
        member.seekOffTheRecord(32);
        member.process(28);
        member.commit(60);

        GroupAccounts books = booksOf(run.judge(true));

        assertThat(books.outcomes()).isEqualTo(Map.of(Outcome.PROCESSED, 48L, Outcome.SKIP_VIOLATION, 12L));
        assertThat(books.lostRanges()).singleElement().satisfies(range -> assertThat(range.firstOffset())
                .isEqualTo(20));
    }

    @Test
    void whatAMemberCommittedAboveWhatItWasGivenIsCommittedNotDelivered() throws Exception {
        run(1).sender().send(0, 60);
        try (ScriptedMember first = run.member(GROUP)) {
            first.process(20);
            first.commit(45); // the log's end, the client's buffer, a mistake: it was given nothing from 20 on
        }
        run.member(GROUP).process(15);

        GroupAccounts books = booksOf(run.judge(true));

        assertThat(books.outcomes()).isEqualTo(Map.of(Outcome.PROCESSED, 35L, Outcome.COMMITTED_NOT_DELIVERED, 25L));
    }

    @Test
    void whatIsLeftWithoutADeadlineIsInFlight() throws Exception {
        run(1).sender().send(0, 30);
        ScriptedMember member = run.member(GROUP);
        member.process(10);
        member.commit(10);

        assertThat(booksOf(run.judge(false)).outcomes())
                .isEqualTo(Map.of(Outcome.PROCESSED, 10L, Outcome.IN_FLIGHT, 20L));
    }

    @Test
    void aRecordInAnotherPartitionThanItNamesIsMisroutedAndNotLost() throws Exception {
        ScriptedSender sender = run(2).sender();
        sender.send(0, 10);
        sender.send(1, 10);
        long sequence = sender.intend(0);
        sender.acked(0, sequence, sender.write(1, sender.value(0, sequence)));
        sender.send(1, 5);
        run.readToEnd(GROUP);

        GroupAccounts books = booksOf(run.judge(true));

        assertThat(books.outcomes()).isEqualTo(Map.of(Outcome.PROCESSED, 26L));
        assertThat(books.misrouted()).isEqualTo(1);
        assertThat(books.corrupt()).isZero();
        assertThat(books.duplicates()).isZero();
        assertThat(books.outOfOrder()).isZero();
    }

    @Test
    void aDamagedRecordIsCorruptAndNotLost() throws Exception {
        ScriptedSender sender = run(1).sender();
        sender.send(0, 10);
        long sequence = sender.intend(0);
        byte[] damaged = sender.value(0, sequence);
        damaged[damaged.length - 20] ^= 1;
        sender.acked(0, sequence, sender.write(0, damaged));
        sender.send(0, 10);
        run.readToEnd(GROUP);

        GroupAccounts books = booksOf(run.judge(true));

        assertThat(books.outcomes()).isEqualTo(Map.of(Outcome.PROCESSED, 21L));
        assertThat(books.corrupt()).isEqualTo(1);
        assertThat(books.lost()).isZero();
        assertThat(books.misrouted()).isZero();
    }

    @Test
    void aRecordThatIsInTheLogTwiceIsADuplicateAndMakesUpForNoLoss() throws Exception {
        ScriptedSender sender = run(1).sender();
        sender.send(0, 10);
        long sequence = sender.intend(0);
        byte[] value = sender.value(0, sequence);
        sender.write(0, value); // its acknowledgement does not arrive, so the application sends it again
        sender.acked(0, sequence, sender.write(0, value));
        long never = sender.intend(0); // handed over, and no answer: it never reached the log
        sender.send(0, 10);
        run.readToEnd(GROUP);

        RunAccounts accounts = run.judge(true);
        GroupAccounts books = booksOf(accounts);

        assertThat(accounts.produced().logDuplicates()).isEqualTo(1);
        assertThat(books.duplicates()).isEqualTo(1);
        assertThat(books.outcomes()).isEqualTo(Map.of(Outcome.PROCESSED, 21L, Outcome.NOT_ACKED, 1L));
        assertThat(books.lostRanges()).singleElement().satisfies(range -> assertThat(range.firstSequence())
                .isEqualTo(never));
    }

    @Test
    void recordsThatChangedPlacesAreOutOfOrderAndNotLost() throws Exception {
        ScriptedSender sender = run(1).sender();
        sender.send(0, 10);
        long earlier = sender.intend(0);
        long later = sender.intend(0);
        sender.acked(0, later, sender.write(0, sender.value(0, later)));
        sender.acked(0, earlier, sender.write(0, sender.value(0, earlier)));
        sender.send(0, 8);
        run.member(GROUP).process(20);

        GroupAccounts books = booksOf(run.judge(true));

        assertThat(books.outcomes()).isEqualTo(Map.of(Outcome.PROCESSED, 20L));
        assertThat(books.outOfOrder()).isEqualTo(1);
        assertThat(books.duplicates()).isZero();
    }
}
