package io.losslab.lab.check;

import io.losslab.lab.check.evidence.LegOrigin;
import java.util.List;

/**
 * The books of one leg.
 *
 * @param groups in the order of the evidence; of a topic that nobody read, those of a reader to come
 */
public record LegAccounts(LegOrigin origin, String topic, ProducedAccounts produced, List<GroupAccounts> groups) {}
