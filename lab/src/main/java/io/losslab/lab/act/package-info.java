/**
 * What is done to a run on purpose: kills, pauses, deletions, and the hand of an operator on offsets. One small class for
 * each kind; {@link io.losslab.lab.act.FaultSchedule} lets each happen at its time.
 */
package io.losslab.lab.act;
