package io.losslab.lab.check.evidence;

import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import java.util.List;

/**
 * The ledger of one member of a group, for one partition; see {@link io.losslab.ledger.journal.ConsumeLedger}.
 *
 * @param sources source {@code i} has the id {@code i} in the tables
 * @param positionsJournaled whether resets and seeks of the client's position are on record: only then does a jump
 *     without either have no trigger
 * @param deliveries deliveries by offset, with assignments, revocations, resets and seeks between, in order
 * @param outcomes what the application did, in order
 * @param commits commits that the coordinator confirmed to this member, in order
 * @param misrouted records whose identity names this partition, and which were in another; the detail is that one's
 *     number
 */
public record Instance(
        String name,
        List<Source> sources,
        boolean positionsJournaled,
        RunTable deliveries,
        RunTable outcomes,
        RunTable commits,
        RunTable misrouted) {}
