/**
 * What a run captured, in the shape that the checker reads: one partition at a time, and within it one group at a time,
 * so that a run of a billion records needs the memory of one partition's exceptions.
 */
package io.losslab.lab.check.evidence;
