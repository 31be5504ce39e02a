package io.losslab.lab.result;

import io.losslab.contract.Outcome;
import io.losslab.contract.result.LegEntry;
import io.losslab.contract.result.RangeEntry;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.LegAccounts;
import io.losslab.lab.check.ProducedAccounts;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.check.evidence.PassedOn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The legs behind that of the load, as {@code result.json} has them. */
final class LegDocuments {
    private LegDocuments() {}

    static List<LegEntry> of(RunAccounts accounts) {
        List<LegEntry> legs = new ArrayList<>();
        for (LegAccounts leg : accounts.onward()) {
            if (leg.origin() instanceof PassedOn origin) {
                legs.add(of(leg, origin, accounts));
            }
        }
        return legs;
    }

    private static LegEntry of(LegAccounts leg, PassedOn origin, RunAccounts accounts) {
        ProducedAccounts produced = leg.produced();
        GroupAccounts reader = leg.groups().get(0);
        List<RangeEntry> ranges = reader.lostRanges().stream()
                .limit(RunDocument.MAX_LOST_RANGES)
                .map(RunDocument::range)
                .toList();
        Map<String, Long> passedOn = new LinkedHashMap<>();
        accounts.groups().stream()
                .filter(group -> group.group().equals(origin.group()))
                .forEach(group -> passedOn.putAll(byCode(group.passedOn())));
        return new LegEntry(
                origin.leg(),
                origin.group(),
                leg.topic(),
                produced.intended(),
                produced.acked(),
                produced.failed(),
                produced.witnessed(),
                produced.storedNotAcked(),
                produced.logDuplicates(),
                reader.lost(),
                byCode(reader.outcomes()),
                ranges,
                reader.lostRangeCount() - ranges.size(),
                passedOn);
    }

    private static Map<String, Long> byCode(Map<Outcome, Long> outcomes) {
        Map<String, Long> byCode = new LinkedHashMap<>();
        outcomes.forEach((outcome, count) -> byCode.put(outcome.code(), count));
        return byCode;
    }
}
