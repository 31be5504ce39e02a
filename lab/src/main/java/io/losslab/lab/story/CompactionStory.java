package io.losslab.lab.story;

import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.folder.EvidenceFiles;
import java.util.ArrayList;
import java.util.List;

/**
 * In a compacted topic, the next newer record of the record's key that has a place, and the cleaner's pass over that.
 *
 * @param removed whether there was such a pass
 */
record CompactionStory(List<Statement> statements, boolean removed) {
    static CompactionStory of(Subject subject) {
        long period = subject.sent().keyPeriod();
        if (!subject.evidence().log().compacted() || period == 0) {
            return new CompactionStory(List.of(), false);
        }
        for (long newer = subject.sequence() + period; newer < subject.sent().reserved(); newer += period) {
            List<Hit> acks = Hit.ofSequence(subject.sent().acks(), 0, newer);
            if (!acks.isEmpty() && acks.get(0).offset() > subject.offset()) {
                return of(subject, newer, subject.after(acks).get(0));
            }
        }
        return new CompactionStory(List.of(), false);
    }

    private static CompactionStory of(Subject subject, long newer, Hit ack) {
        List<Statement> story = new ArrayList<>();
        story.add(Statement.at(
                ack,
                "A newer record of its key, s" + newer + ", was stored at offset " + ack.offset() + ".",
                EvidenceFiles.send(subject.id().source(), "acks", subject.partition())));
        for (PartitionLog.Cleaning cleaning : subject.evidence().log().cleanings()) {
            if (cleaning.upTo() > ack.offset()) {
                String words = "cleaned log \\S+ \\(dirty section = \\[\\d+, " + cleaning.upTo() + "]\\)";
                String text = "The log cleaner kept, below offset " + cleaning.upTo()
                        + ", only the newest record of each key";
                story.add(Statement.quoting(cleaning.atMicros(), text, subject.quote(words)));
                return new CompactionStory(story, true);
            }
        }
        return new CompactionStory(story, false);
    }
}
