package io.losslab.lab.story;

import io.losslab.lab.check.LogStarts;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** How a group's position came to an offset and past it: who took the partition over where, and each jump across it. */
final class PositionStory {
    private static final long NO_COMMIT = -1;
    /** Of assignments no more than the last of these are told, and of jumps the first. */
    private static final int MOST = 6;

    /** One stretch of one member's ownership. */
    private record Session(Instance member, int from, int to, long atMicros) {}

    private final long offset;
    private final LogStarts starts;
    private final Function<Instance, String> file;
    private final List<Statement> assignments = new ArrayList<>();
    private final List<Statement> jumps = new ArrayList<>();
    private long stood;

    private PositionStory(long offset, LogStarts starts, Function<Instance, String> file) {
        this.offset = offset;
        this.starts = starts;
        this.file = file;
    }

    /**
     * @param file the deliveries of a member
     */
    static List<Statement> tell(
            long offset, List<Instance> members, LogStarts starts, Function<Instance, String> file) {
        PositionStory story = new PositionStory(offset, starts, file);
        sessions(members).forEach(story::follow);
        int known = story.assignments.size();
        List<Statement> all = new ArrayList<>(story.assignments.subList(Math.max(0, known - MOST), known));
        all.addAll(story.jumps.subList(0, Math.min(MOST, story.jumps.size())));
        return all;
    }

    /** Where the group stood at last; 0 when it never began. */
    static long end(List<Instance> members) {
        PositionStory story = new PositionStory(Long.MAX_VALUE, new LogStarts(List.of()), member -> "");
        sessions(members).forEach(story::follow);
        return story.stood;
    }

    private static List<Session> sessions(List<Instance> members) {
        List<Session> sessions = new ArrayList<>();
        for (Instance member : members) {
            RunTable table = member.deliveries();
            int from = 0;
            for (int i = 1; i <= table.size(); i++) {
                if (i == table.size() || table.kind(i) == EntryKind.ASSIGNED) {
                    sessions.add(new Session(member, from, i, table.firstAtMicros(from)));
                    from = i;
                }
            }
        }
        sessions.sort(Comparator.comparingLong(Session::atMicros));
        return sessions;
    }

    private void follow(Session session) {
        RunTable table = session.member().deliveries();
        for (int i = session.from(); i < session.to(); i++) {
            long to = table.firstOffset(i);
            if (to < 0) {
                continue; // where it began is not known yet; what follows shows it
            }
            long at = table.firstAtMicros(i);
            boolean across = stood <= offset && offset < to;
            String member = "Member " + session.member().name();
            String from = member + " stood at offset " + stood;
            switch (table.kind(i)) {
                case ASSIGNED -> {
                    assignments.add(statement(session, at, assigned(member, table.firstSequence(i), to)));
                    stood = to;
                }
                case RESET -> moved(session, at, to, across, reset(member, from, table.detail(i), to));
                case SOUGHT ->
                    moved(
                            session,
                            at,
                            to,
                            across,
                            from + ", and the application moved it to " + place(to) + ", past the record.");
                case REVOKED, LOST ->
                    moved(
                            session,
                            at,
                            to,
                            across,
                            from + ", and gave the partition up at " + place(to) + ", past the record.");
                default -> {
                    moved(session, at, to, across, from + ", and was next given offset " + to + ".");
                    stood = table.endOffset(i);
                }
            }
        }
    }

    private void moved(Session session, long at, long to, boolean across, String text) {
        if (across) {
            jumps.add(statement(session, at, text));
        }
        stood = to;
    }

    private Statement statement(Session session, long at, String text) {
        return Statement.at(at, text, file.apply(session.member()));
    }

    private String assigned(String member, long committed, long to) {
        String commit = committed >= 0
                ? "committed was " + committed
                : committed == NO_COMMIT ? "nothing was committed" : "what was committed is not known";
        String jump = stood <= offset && offset < to ? ", past the record: before, the group stood at " + stood : "";
        return member + " took the partition over at offset " + to + " (" + commit + ")" + jump + ".";
    }

    private String reset(String member, String from, int trigger, long to) {
        String past = place(to) + ", past the record";
        return switch (ResetTrigger.ofCode(trigger)) {
            case OUT_OF_RANGE -> from + ", which was out of range; its reset policy moved it to " + past + ".";
            case NO_COMMITTED_OFFSET -> member + " found no committed offset; its reset policy put it at " + past + ".";
            case TRUNCATION -> from + ", and found the log truncated; it went to " + past + ".";
            case UNKNOWN -> from + "; its client moved to " + past + ", and did not say why.";
        };
    }

    /** Says so where the log began there. */
    private String place(long to) {
        boolean start = starts.increments().stream().anyMatch(increment -> increment.logStartOffset() == to);
        return "offset " + to + (start ? ", where the log began by then" : "");
    }
}
