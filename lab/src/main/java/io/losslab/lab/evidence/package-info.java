/**
 * Reads back what was taken down: turns a folder of streams into {@link io.losslab.lab.check.evidence.RunEvidence}, and
 * says what is missing. Also the form of what is written, and the seal.
 */
package io.losslab.lab.evidence;
