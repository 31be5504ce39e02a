/**
 * Processes and folders that are ours, and their end, also when the lab itself is ended: what a run makes is noted before it
 * is made.
 */
package io.losslab.lab.process;
