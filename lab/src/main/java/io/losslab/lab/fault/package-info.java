/**
 * What an experiment does to a run on purpose: kills, pauses, deletions, and an operator's hand on the offsets. One small
 * class for each kind; {@link io.losslab.lab.fault.FaultSchedule} lets each happen at its time.
 */
package io.losslab.lab.fault;
