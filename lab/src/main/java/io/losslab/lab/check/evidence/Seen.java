package io.losslab.lab.check.evidence;

import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import java.util.List;

/**
 * What a reader without a group saw, in the order it saw it: {@code DELIVERED}, {@code DELIVERED_UNIDENTIFIED}.
 *
 * @param sources source {@code i} has the id {@code i} in {@code records}
 */
public record Seen(List<Source> sources, RunTable records) {}
