/**
 * What a run leaves behind so that it can be judged, now or later: streams that are written while the run is on, each
 * numbered and closed so that a hole is seen, and the reader that turns a folder of them into
 * {@link io.losslab.lab.check.RunEvidence}.
 */
package io.losslab.lab.experiment.evidence;
