/**
 * Takes evidence down while the run is on: samplers of the cluster, witnesses that read all, and the tools that look into
 * logs. Each writes streams that are numbered and closed, so that a hole is seen.
 */
package io.losslab.lab.capture;
