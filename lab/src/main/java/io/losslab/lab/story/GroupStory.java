package io.losslab.lab.story;

import io.losslab.lab.act.ActKind;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PassedOn;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What one group did about the record: deliveries, outcomes, commits, and what else moved its position past it. */
public final class GroupStory {
    /** Of what repeats itself, such as deliveries after many restarts, no more is told. */
    private static final int MOST = 6;

    private final Subject subject;
    private final GroupEvidence group;
    private final String groupId;
    private final Set<String> consumers;
    private final Verdict verdict;
    private final long offset;
    private final List<Statement> story = new ArrayList<>();
    private boolean given;

    private GroupStory(Subject subject, String name, Set<String> consumers, Verdict verdict) {
        this.subject = subject;
        this.consumers = consumers;
        this.verdict = verdict;
        group = subject.evidence().groups().apply(name);
        groupId = Objects.requireNonNull(subject.facts().groupIds().get(name));
        offset = subject.offset();
    }

    /**
     * @param consumers the group's consumers, as the experiment names them
     */
    public static Story.Group tell(Subject subject, String name, Set<String> consumers, Verdict verdict) {
        return new Story.Group(name, verdict, new GroupStory(subject, name, consumers, verdict).tell());
    }

    private List<Statement> tell() {
        group.instances().forEach(this::delivered);
        group.instances().forEach(this::outcomes);
        onward();
        if (offset >= 0) {
            PositionStory.tell(
                            offset, group.instances(), subject.evidence().log().starts(), this::deliveries)
                    .forEach(story::add);
            commits();
            removals();
        }
        faults();
        story.sort(Comparator.comparingLong(Statement::fromMicros));
        notDone();
        return story;
    }

    private String deliveries(Instance member) {
        return file(member, "deliveries");
    }

    private String file(Instance member, String stream) {
        return EvidenceFiles.consume(groupId, member.name(), stream, subject.partition());
    }

    private void delivered(Instance member) {
        List<Hit> hits = subject.given(member);
        given |= !hits.isEmpty();
        for (Hit hit : hits.subList(0, Math.min(MOST, hits.size()))) {
            story.add(Statement.at(
                    hit,
                    "A poll of member " + member.name() + " was given it, from offset " + hit.offset() + ".",
                    deliveries(member)));
        }
        List<Hit> elsewhere = subject.in(member.misrouted(), member);
        for (Hit hit : elsewhere.subList(0, Math.min(MOST, elsewhere.size()))) {
            given = true;
            String what = hit.kind() == EntryKind.PROCESSED_MISROUTED ? " processed it from" : " was given it from";
            story.add(Statement.at(
                    hit,
                    "Member " + member.name() + what + " partition " + hit.detail() + ", offset " + hit.offset()
                            + ", where it does not belong.",
                    file(member, "misrouted")));
        }
    }

    private void outcomes(Instance member) {
        List<Hit> hits = subject.in(member.outcomes(), member);
        for (Hit hit : hits.subList(0, Math.min(MOST, hits.size()))) {
            story.add(Statement.at(
                    hit,
                    "The application (" + member.name() + ") " + outcome(hit.kind()) + ".",
                    file(member, "outcomes")));
        }
        for (Hit hit : offset < 0 ? List.<Hit>of() : Hit.ofOffset(member.outcomes(), offset)) {
            if (hit.kind() == EntryKind.PROCESSED_CORRUPT) {
                story.add(Statement.at(
                        hit,
                        "The application (" + member.name() + ") processed what is at offset " + offset
                                + ", and its checksum did not hold.",
                        file(member, "outcomes")));
            }
        }
    }

    private static String outcome(EntryKind kind) {
        return switch (kind) {
            case PROCESSED -> "had processed it";
            case IGNORED -> "failed on it, and the failure strategy dropped it";
            case DEAD_LETTERED -> "failed on it, and wrote it to the dead-letter topic";
            case DEAD_LETTER_FAILED -> "failed on it, and could not write it to the dead-letter topic";
            case PROCESSING_FAILED -> "failed on it";
            default -> "noted " + kind;
        };
    }

    /** Where it was found that the group hands on to. */
    private void onward() {
        for (Leg leg : subject.onwardFrom(group.name())) {
            PassedOn origin = (PassedOn) leg.origin();
            String file = EvidenceFiles.onward(origin.kind(), origin.group(), subject.partition());
            String place = origin.place().substring(0, 1).toUpperCase(Locale.ROOT)
                    + origin.place().substring(1);
            subject.seen(leg.reader().apply(subject.partition()).witness())
                    .forEach(hit ->
                            story.add(Statement.at(hit, place + " has it, at offset " + hit.offset() + ".", file)));
        }
    }

    /** The first commit past the record, by a member and in the coordinator's own log. */
    private void commits() {
        Instance by = null;
        long at = Long.MAX_VALUE;
        long to = -1;
        for (Instance member : group.instances()) {
            RunTable table = member.commits();
            for (int i = 0; i < table.size(); i++) {
                if (table.firstOffset(i) > offset && table.firstAtMicros(i) < at) {
                    by = member;
                    at = table.firstAtMicros(i);
                    to = table.firstOffset(i);
                    break;
                }
            }
        }
        if (by != null) {
            story.add(Statement.at(
                    at, "Member " + by.name() + " committed offset " + to + ", past it.", file(by, "commits")));
        }
        Optional<OffsetEvent> foreign = coordinator().stream()
                .filter(event -> event.offset() > offset && !isOfMember(event.offset()))
                .findFirst();
        foreign.ifPresent(event -> story.add(Statement.at(
                event.atMicros(),
                "Offset " + event.offset() + ", past it, was committed for the group, and by none of its members.",
                EvidenceFiles.GROUP_OFFSETS,
                EvidenceFiles.consume(groupId, "*", "commits", subject.partition()))));
    }

    private List<OffsetEvent> coordinator() {
        return group.offsets() == null ? List.of() : group.offsets();
    }

    private boolean isOfMember(long committed) {
        return group.instances().stream().map(Instance::commits).anyMatch(table -> {
            for (int i = 0; i < table.size(); i++) {
                if (table.firstOffset(i) == committed) {
                    return true;
                }
            }
            return false;
        });
    }

    private void removals() {
        coordinator().stream()
                .filter(event -> event.removal() != null)
                .limit(MOST)
                .forEach(event -> story.add(removal(event)));
    }

    private Statement removal(OffsetEvent event) {
        String removed = "The coordinator removed the group's committed offset: ";
        if (event.removal() == OffsetEvent.Removal.EXPIRED) {
            String words = "\\[GroupId " + Pattern.quote(groupId) + "] Expired offset for partition=";
            return Statement.quoting(event.atMicros(), removed + "it had expired", subject.quote(words))
                    .andBy(EvidenceFiles.GROUP_OFFSETS);
        }
        boolean deleted = event.removal() == OffsetEvent.Removal.DELETED;
        return Statement.at(
                event.atMicros(),
                removed + (deleted ? "somebody asked for it." : "nothing says why."),
                EvidenceFiles.GROUP_OFFSETS);
    }

    /** What the lab itself did to the group, where the record did not come through. */
    private void faults() {
        for (FaultLines.Line fault : subject.faults()) {
            boolean offsets = ActKind.find(fault.kind())
                            .filter(kind -> kind.on() == ActKind.On.OFFSETS)
                            .isPresent()
                    && fault.subject().equals(groupId)
                    && fault.partition() == subject.partition();
            boolean process =
                    consumers.stream().anyMatch(name -> fault.subject().startsWith(name + "-consumer"));
            if (offsets) {
                story.add(new Statement(
                        fault.startedMicros(),
                        fault.doneMicros(),
                        "The lab's own fault, " + fault.kind() + ": "
                                + (fault.offset() < 0 ? "" : "offset " + fault.offset() + ", ") + fault.text() + ".",
                        List.of(EvidenceFiles.FAULTS)));
            } else if (process && verdict.lost()) {
                story.add(new Statement(
                        fault.startedMicros(),
                        fault.doneMicros(),
                        "The lab's own fault, " + fault.kind() + ": " + fault.subject() + " was " + fault.text() + ".",
                        List.of(EvidenceFiles.FAULTS)));
            }
        }
    }

    private void notDone() {
        List<String> deliveries = files("deliveries");
        if (!given) {
            story.add(Statement.timeless("No poll of the group was given it.", deliveries));
        } else if (verdict.lost()
                && story.stream().noneMatch(s -> s.evidence().toString().contains("/outcomes-"))) {
            story.add(Statement.timeless("No member has an outcome of it on record.", files("outcomes")));
        }
        long position = PositionStory.end(group.instances());
        if (offset >= 0 && position <= offset) {
            story.add(Statement.timeless(
                    "When the run ended, the group stood at offset " + position + ", before it"
                            + (subject.facts().drainDeadlinePassed() ? "; the wait for it was over." : "."),
                    deliveries));
        }
    }

    private List<String> files(String stream) {
        List<String> files =
                group.instances().stream().map(member -> file(member, stream)).toList();
        return files.size() <= 2 ? files : List.of(EvidenceFiles.consume(groupId, "*", stream, subject.partition()));
    }
}
