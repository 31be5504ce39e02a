package io.losslab.lab.story;

import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.evidence.BrokerQuotes;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.folder.EvidenceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What cut the end of the log off at or before the record, later than it was last known to be there.
 *
 * @param removed whether a leader took over whose log ended before the record; a copy of the log that was cut is only one
 */
record CutOffStory(List<Statement> statements, boolean removed) {
    static CutOffStory of(Subject subject) {
        List<Statement> story = new ArrayList<>();
        PartitionLog log = subject.evidence().log();
        long known = subject.lastKnownMicros();
        PartitionLog.LeaderEpoch before = null;
        for (PartitionLog.LeaderEpoch epoch : log.epochs()) {
            if (before != null && epoch.startOffset() <= subject.offset() && epoch.atMicros() > known) {
                story.add(leader(subject, before, epoch));
            }
            before = epoch;
        }
        boolean removed = !story.isEmpty();
        for (PartitionLog.Truncation cut : log.truncations()) {
            if (cut.toOffset() <= subject.offset() && cut.atMicros() > known) {
                story.add(cut(subject, cut));
            }
        }
        if (!story.isEmpty()) {
            story.addAll(brokerFaults(subject));
        }
        return new CutOffStory(story, removed);
    }

    private static Statement leader(Subject subject, PartitionLog.LeaderEpoch before, PartitionLog.LeaderEpoch epoch) {
        String words = "starts at leader epoch " + epoch.epoch() + " from offset " + epoch.startOffset();
        Optional<BrokerQuotes.Quote> quote = subject.quote(epoch.leader(), Pattern.quote(words) + "(?!\\d)");
        String who = epoch.leader() == before.leader()
                ? "Broker " + epoch.leader() + " came back as the leader (epoch " + epoch.epoch() + ")"
                : "Broker " + epoch.leader() + " became the leader (epoch " + epoch.epoch() + ") in place of broker "
                        + before.leader();
        String text = who + (epoch.unclean() ? " by an unclean election" : "") + ", with a log that ended at offset "
                + epoch.startOffset() + ", before the record";
        return Statement.quoting(epoch.atMicros(), text, quote);
    }

    private static Statement cut(Subject subject, PartitionLog.Truncation cut) {
        Optional<BrokerQuotes.Quote> quote =
                subject.quote(cut.broker(), "[Tt]runcating to offset " + cut.toOffset() + "$");
        String text = "Broker " + cut.broker() + " cut its copy of the log at offset " + cut.toOffset() + " ("
                + cut.reason() + "), and with it what it had at the record's place";
        return Statement.quoting(cut.atMicros(), text, quote);
    }

    /** What the lab itself did to the brokers. */
    static List<Statement> brokerFaults(Subject subject) {
        return subject.faults().stream()
                .filter(fault -> fault.subject().startsWith("broker-"))
                .map(CutOffStory::brokerFault)
                .toList();
    }

    private static Statement brokerFault(FaultLines.Line fault) {
        String text = "The lab's own fault, " + fault.kind() + " " + fault.target() + ": " + fault.subject() + " was "
                + fault.text() + ".";
        return new Statement(fault.startedMicros(), fault.doneMicros(), text, List.of(EvidenceFiles.FAULTS));
    }
}
